package org.orbifold.cli;

import java.util.List;
import org.orbifold.align.ActivationMatching;
import org.orbifold.align.Alignment;
import org.orbifold.align.Matching;
import org.orbifold.align.NeuronMatching;
import org.orbifold.figure.Figure;
import org.orbifold.figure.MatchingFigure;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws how the neurons of two networks are matched. */
@Command(
        name = "alignment",
        description = "Which neuron of B each neuron of A's hidden layer is matched to, and how alike all of them are.")
final class RenderAlignmentCommand extends PictureCommand {
    @Mixin
    private MatchingOptions matching;

    @Mixin
    private LockOptions locks;

    @Option(names = "--layer", paramLabel = "L", description = "The hidden layer, from 0 (default: ${DEFAULT-VALUE}).")
    private int layer = 0;

    @Override
    Figure figure(Canvas canvas) {
        List<ModelFile> ends = read(2);
        Weights a = ends.getFirst().network();
        Weights b = ends.getLast().network();
        Matching method = matching.matching(locations().getFirst(), a.architecture(), seed());
        Console progress = new Console();
        Alignment found = Faults.in(
                locations().getLast(),
                () -> Alignment.of(
                        method, a, b, matching.canonical(), locks.pins(), seed(), Matching.Trace.NONE, progress));
        int layers = found.permutations().size();
        if (layer < 0 || layer >= layers) {
            throw new Fault("--layer " + layer + ": there are " + layers + " hidden layers, counted from 0");
        }
        NeuronMatching drawn = method instanceof ActivationMatching activations
                ? NeuronMatching.byActivations(
                        activations.correlations(a, b, progress).get(layer),
                        layer,
                        found.permutations().get(layer))
                : NeuronMatching.byWeights(compared(a), compared(b), layer, found.permutations());
        progress.finish();
        return MatchingFigure.of(
                drawn,
                method instanceof ActivationMatching ? "correlation of activations" : "cosine of weights",
                locks.pins());
    }

    /** A network as weight matching sees it. */
    private Weights compared(Weights network) {
        return matching.canonical()
                ? CanonicalForm.of(network, CanonicalForm.LastLayer.KEEP).weights()
                : network;
    }
}
