package org.orbifold.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Flows over weights. */
@Command(
        name = "flow",
        description = "Flows over weights: train on a zoo, sample networks.",
        subcommands = {
            FlowTrainCommand.class,
            FlowSampleCommand.class,
            FlowLikelihoodCommand.class,
            FlowAuditCommand.class,
            FlowDiagnoseCommand.class
        })
final class FlowCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine commandLine = spec.commandLine();
        throw new ParameterException(
                commandLine,
                "flow: a subcommand is missing: there are "
                        + String.join(", ", commandLine.getSubcommands().keySet()));
    }
}
