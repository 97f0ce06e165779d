package org.orbifold.generative;

import java.util.List;
import java.util.random.RandomGenerator;
import org.orbifold.net.Weights;

/** A law over the networks of one architecture that networks can be drawn from. */
public sealed interface GenerativeModel permits MeanNetwork, DiagonalGaussian, PcaGaussian, PcaFlow {
    /** The name in reports: {@code pcaGaussian}. */
    String name();

    /** Draws networks independently. */
    List<Weights> sample(int count, RandomGenerator random);

    /**
     * The models that take no training, fit to networks.
     *
     * @param aligned at least two networks of one architecture: their mean has a meaning only once they are aligned
     */
    static List<GenerativeModel> nullModels(List<Weights> aligned) {
        return List.of(MeanNetwork.of(aligned), DiagonalGaussian.of(aligned), PcaGaussian.of(aligned));
    }
}
