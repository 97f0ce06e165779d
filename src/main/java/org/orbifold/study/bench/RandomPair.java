package org.orbifold.study.bench;

import java.util.SplittableRandom;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;

/** Two untrained networks of one architecture. */
record RandomPair(Weights a, Weights b) {
    /** The architecture of the benchmarks on pairs: that of MNIST networks. */
    static final Architecture ARCHITECTURE = Architecture.parse("784-512-512-10", Activation.RELU);

    static RandomPair draw() {
        SplittableRandom random = new SplittableRandom(0);
        Initialization.UniformFanIn initialization = new Initialization.UniformFanIn();
        return new RandomPair(initialization.draw(ARCHITECTURE, random), initialization.draw(ARCHITECTURE, random));
    }
}
