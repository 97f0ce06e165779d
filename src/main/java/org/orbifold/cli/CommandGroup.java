package org.orbifold.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that is nothing but its subcommands. */
abstract class CommandGroup implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        CommandLine commandLine = spec.commandLine();
        throw new ParameterException(
                commandLine,
                spec.name() + ": a subcommand is missing: there are "
                        + String.join(", ", commandLine.getSubcommands().keySet()));
    }
}
