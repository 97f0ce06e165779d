package org.orbifold.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whole experiments. */
@Command(
        name = "study",
        description = "Whole experiments, each with a report: stopped ones go on from the folder that they left.",
        subcommands = {StudyGaussianCommand.class, StudyWdbcCommand.class, StudyMnistCommand.class})
final class StudyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine commandLine = spec.commandLine();
        throw new ParameterException(
                commandLine,
                "study: which one is missing: there are "
                        + String.join(", ", commandLine.getSubcommands().keySet()));
    }
}
