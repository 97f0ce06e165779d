package org.orbifold.cli;

import picocli.CommandLine.Command;

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
final class FlowCommand extends CommandGroup {}
