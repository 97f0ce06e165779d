package org.orbifold.net;

import java.util.List;
import java.util.SplittableRandom;

/** Networks of every kind for tests. */
public final class Networks {
    /** Small architectures that have, together, every layer, and ties of every kind. */
    public static final List<String> SHAPES = List.of(
            "2x6x6-c4k3-relu-mp2-c6k3-relu-flat-5-relu-3",
            "2x6x6-c4k3n-bn-relu-c4k3x1s2p1x0-leaky_relu-gap-3",
            "1x8x8-c4k3n-bn-relu-r4-r6s2-r6-gap-3",
            "3x5x5-c4k3-ln-relu-ap2-flat-ln-6-gelu-3",
            "5-8-bn-relu-8-bn-relu-3",
            "5-8-relu-8-+2-relu-3",
            "5-6-tanh-6-tanh-+2-3",
            "2x4x4-c4k3-@1-bn-relu-c4k3-+1-bn-relu-flat-3",
            "2x4x4-c3k1-sigmoid-flat-4-sigmoid-2");

    private Networks() {}

    /** A network with parameters of all kinds at random: norms too, their variances positive. */
    public static Weights random(Architecture architecture, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] block =
                new Initialization.UniformFanIn().draw(architecture, random).toArray();
        for (ParameterTensor tensor : architecture.tensors()) {
            for (int i = tensor.offset(); i < tensor.end(); i++) {
                switch (tensor.role()) {
                    case WEIGHT, BIAS -> {}
                    case GAIN, SHIFT, MEAN -> block[i] += (float) (0.5 * random.nextGaussian());
                    case VARIANCE -> block[i] = (float) random.nextDouble(0.5, 2);
                }
            }
        }
        return Weights.wrap(architecture, block);
    }
}
