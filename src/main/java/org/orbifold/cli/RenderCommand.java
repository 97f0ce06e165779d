package org.orbifold.cli;

import picocli.CommandLine.Command;

/** Pictures, drawn to files. */
@Command(
        name = "render",
        description = "Draw a view to a picture, without a display.",
        subcommands = {
            RenderNetworkCommand.class,
            RenderFunctionCommand.class,
            RenderAlignmentCommand.class,
            RenderPathCommand.class,
            RenderPairsCommand.class,
            RenderSpheresCommand.class,
            RenderSliceCommand.class,
            RenderGraphCommand.class,
            RenderFlowCommand.class,
            RenderWorkbenchCommand.class
        })
final class RenderCommand extends CommandGroup {}
