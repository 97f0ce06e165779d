package org.orbifold.net;

import java.util.SplittableRandom;

/** How the weights of an untrained network are drawn. */
public sealed interface Initialization {
    /** Uniform within 1/sqrt(fan-in) for weights and biases: what PyTorch's linear layers do. */
    record UniformFanIn() implements Initialization {}

    /** Independent normal weights and biases of that standard deviation. */
    record Normal(double deviation) implements Initialization {}

    /** Draws a network. */
    default Weights draw(Architecture architecture, SplittableRandom random) {
        float[] block = new float[architecture.parameters()];
        for (int l = 0; l < architecture.layers(); l++) {
            double bound = 1 / Math.sqrt(architecture.in(l));
            for (int i = architecture.weightOffset(l); i < architecture.weightOffset(l + 1); i++) {
                block[i] = (float)
                        switch (this) {
                            case UniformFanIn uniform -> random.nextDouble(-bound, bound);
                            case Normal normal -> normal.deviation * random.nextGaussian();
                        };
            }
        }
        return Weights.wrap(architecture, block);
    }
}
