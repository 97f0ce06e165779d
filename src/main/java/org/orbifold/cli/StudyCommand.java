package org.orbifold.cli;

import picocli.CommandLine.Command;

/** Whole experiments. */
@Command(
        name = "study",
        description = "Whole experiments, each with a report: stopped ones go on from the folder that they left.",
        subcommands = {StudyGaussianCommand.class, StudyWdbcCommand.class, StudyMnistCommand.class})
final class StudyCommand extends CommandGroup {}
