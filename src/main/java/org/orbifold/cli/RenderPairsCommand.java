package org.orbifold.cli;

import java.util.List;
import org.orbifold.data.DataSet;
import org.orbifold.figure.Figure;
import org.orbifold.figure.PairsFigure;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Draws what lies between the networks of a zoo. */
@Command(
        name = "pairs",
        description = "The straight paths between the networks of a zoo: losses at their midpoints, and barriers.")
final class RenderPairsCommand extends PictureCommand {
    @Mixin
    private PictureDataOptions data;

    @Mixin
    private PairOptions pairs;

    @Override
    Figure figure(Canvas canvas) {
        pairs.require();
        if (locations().size() != 1) {
            throw new Fault("render pairs takes one zoo, not " + locations().size());
        }
        ModelFile zoo = models().read(locations().getFirst());
        List<Weights> networks = pairs.networks(zoo);
        DataSet set = data.load(seed());
        DataOptions.requireFit(zoo.label(), zoo.architecture(), set);
        Console progress = new Console();
        Figure figure = new PairsFigure(pairs.evaluate(networks, set.examples(), seed(), progress), networks.size());
        progress.finish();
        return figure;
    }
}
