package org.orbifold.cli;

import picocli.CommandLine.Command;

/** Populations of networks. */
@Command(
        name = "zoo",
        description = "Populations of networks.",
        subcommands = {ZooTrainCommand.class, ZooAlignCommand.class, ZooCanonicalizeCommand.class})
final class ZooCommand extends CommandGroup {}
