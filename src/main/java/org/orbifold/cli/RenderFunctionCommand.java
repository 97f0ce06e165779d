package org.orbifold.cli;

import java.util.Optional;
import org.orbifold.data.DataSet;
import org.orbifold.figure.Domain;
import org.orbifold.figure.Figure;
import org.orbifold.figure.FunctionField;
import org.orbifold.figure.FunctionFigure;
import org.orbifold.job.Fault;
import org.orbifold.net.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Draws the function of a network. */
@Command(
        name = "function",
        description = "The function of a network with two inputs: probabilities, decision boundary, folds, data.")
final class RenderFunctionCommand extends PictureCommand {
    private static final int GRID = 192;

    @Mixin
    private PictureDataOptions data;

    @Override
    Figure figure(Canvas canvas) {
        Weights network = read(1).getFirst().network();
        String location = locations().getFirst();
        if (network.architecture().inputs() != 2) {
            throw Fault.in(
                    location,
                    "has " + network.architecture().inputs() + " inputs: the function is drawn for networks with two");
        }
        DataSet set = data.load(seed());
        DataOptions.requireFit(location, network.architecture(), set);
        return new FunctionFigure(
                FunctionField.sample(network, Domain.around(set.examples()), GRID),
                Optional.of(set.examples()),
                Optional.empty(),
                Optional.empty(),
                set.classNames(),
                Optional.empty());
    }
}
