package org.orbifold.cli;

import java.util.Optional;
import org.orbifold.figure.Figure;
import org.orbifold.figure.GraphFigure;
import picocli.CommandLine.Command;

/** Draws a weight graph. */
@Command(name = "graph", description = "The weight graph of a network, as a network over weights sees it.")
final class RenderGraphCommand extends PictureCommand {
    @Override
    Figure figure(Canvas canvas) {
        return GraphFigure.of(read(1).getFirst().network(), Optional.empty());
    }
}
