package org.orbifold.cli;

import java.util.Optional;
import org.orbifold.data.DataSet;
import org.orbifold.figure.ConfusionFigure;
import org.orbifold.figure.Domain;
import org.orbifold.figure.Figure;
import org.orbifold.figure.FunctionField;
import org.orbifold.figure.FunctionFigure;
import org.orbifold.figure.MarginsFigure;
import org.orbifold.figure.PredictionsFigure;
import org.orbifold.figure.ProbeChoice;
import org.orbifold.figure.Probed;
import org.orbifold.job.Progress;
import org.orbifold.net.Predictions;
import org.orbifold.net.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws the function of a network. */
@Command(
        name = "function",
        description =
                "The function of a network: with two inputs its probabilities, decision boundary, folds, data; of others"
                        + " images with what it says of them, confusion matrix and margins.")
final class RenderFunctionCommand extends PictureCommand {
    private static final int GRID = 192;

    @Mixin
    private PictureDataOptions data;

    @Option(
            names = "--show",
            description =
                    "Of other networks: all, confusion or margins; with a .csv that matrix, or what is said of each"
                            + " row (default: all).")
    private Shown show = Shown.ALL;

    private enum Shown {
        ALL,
        CONFUSION,
        MARGINS
    }

    @Override
    Figure figure(Canvas canvas) {
        Weights network = read(1).getFirst().network();
        DataSet set = data.load(seed());
        DataOptions.requireFit(locations().getFirst(), network.architecture(), set);
        return network.architecture().inputs() == 2 ? plane(network, set) : rows(network, set);
    }

    private static Figure plane(Weights network, DataSet set) {
        return new FunctionFigure(
                FunctionField.sample(network, Domain.around(set.examples()), GRID),
                Optional.of(set.examples()),
                Optional.empty(),
                Optional.empty(),
                set.classNames(),
                Optional.empty());
    }

    private Figure rows(Weights network, DataSet set) {
        Probed probed = new Probed(
                "rows",
                set.examples(),
                set.image(),
                set.classNames(),
                Predictions.of(network, set.examples(), Progress.NONE),
                locations().getFirst(),
                Optional.empty());
        return switch (show) {
            case ALL -> new PredictionsFigure(probed, ProbeChoice.EVERYTHING, 0);
            case CONFUSION -> new ConfusionFigure(probed, false, Optional.empty());
            case MARGINS -> new MarginsFigure(probed);
        };
    }
}
