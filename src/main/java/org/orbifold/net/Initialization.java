package org.orbifold.net;

import java.util.SplittableRandom;

/** How the weights of an untrained network are drawn. */
public sealed interface Initialization {
    /** Uniform within 1/sqrt(fan-in) for weights and biases: what PyTorch's linear layers and convolutions do. */
    record UniformFanIn() implements Initialization {}

    /** Independent normal weights and biases of that standard deviation. */
    record Normal(double deviation) implements Initialization {}

    /** Draws a network. Norms begin as they do in PyTorch: gains and variances at 1, shifts and means at 0. */
    default Weights draw(Architecture architecture, SplittableRandom random) {
        float[] block = new float[architecture.parameters()];
        for (ParameterTensor tensor : architecture.tensors()) {
            double bound = 1 / Math.sqrt(architecture.fanIn(tensor.node()));
            for (int i = tensor.offset(); i < tensor.end(); i++) {
                block[i] = (float)
                        switch (tensor.role()) {
                            case WEIGHT, BIAS -> draw(bound, random);
                            case GAIN, VARIANCE -> 1;
                            case SHIFT, MEAN -> 0;
                        };
            }
        }
        return Weights.wrap(architecture, block);
    }

    private double draw(double bound, SplittableRandom random) {
        return switch (this) {
            case UniformFanIn uniform -> random.nextDouble(-bound, bound);
            case Normal normal -> normal.deviation * random.nextGaussian();
        };
    }
}
