package org.orbifold.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Populations of networks. */
@Command(
        name = "zoo",
        description = "Populations of networks.",
        subcommands = {ZooTrainCommand.class, ZooAlignCommand.class, ZooCanonicalizeCommand.class})
final class ZooCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine commandLine = spec.commandLine();
        throw new ParameterException(
                commandLine, "zoo: a subcommand is missing: there are train, align and canonicalize");
    }
}
