package org.orbifold.cli;

import java.util.List;
import java.util.Optional;
import org.orbifold.data.DataSet;
import org.orbifold.figure.Domain;
import org.orbifold.figure.Figure;
import org.orbifold.figure.FunctionField;
import org.orbifold.figure.NetworkFigure;
import org.orbifold.figure.SheetsFigure;
import org.orbifold.net.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Draws a network. */
@Command(
        name = "network",
        description = "A network: neurons in layers, weights as coloured edges; with two inputs also each neuron's"
                + " activation over the plane of the data; large networks and convolutions as tiles and matrices of"
                + " weights, with the strongest edges.")
final class RenderNetworkCommand extends PictureCommand {
    private static final int GRID = 40;

    @Mixin
    private PictureDataOptions data;

    @Override
    Figure figure(Canvas canvas) {
        Weights network = read(1).getFirst().network();
        if (SheetsFigure.isFor(network.architecture())) {
            return SheetsFigure.of(network, List.of());
        }
        Optional<FunctionField> field = network.architecture().inputs() == 2
                ? Optional.of(FunctionField.sample(network, domain(), GRID))
                : Optional.empty();
        return NetworkFigure.of(network, field, List.of());
    }

    private Domain domain() {
        DataSet set = data.load(seed());
        return set.examples().width() == 2 ? Domain.around(set.examples()) : new Domain(-3, -3, 3, 3);
    }
}
