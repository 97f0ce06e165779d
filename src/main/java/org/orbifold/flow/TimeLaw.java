package org.orbifold.flow;

import java.util.SplittableRandom;

/** How flow times are drawn for training: t from 0, the source, to 1, the data. */
public enum TimeLaw {
    /** The Beta(1, 2) law, of density 2 (1 - t), as in the thesis: more of the times at which much is undecided. */
    BETA("beta") {
        @Override
        public double draw(SplittableRandom random) {
            return 1 - Math.sqrt(1 - random.nextDouble());
        }
    },
    /** Uniform: more of the late times, at which what a prediction misses is divided by a small 1 - t. */
    UNIFORM("uniform") {
        @Override
        public double draw(SplittableRandom random) {
            return random.nextDouble();
        }
    };

    private final String id;

    TimeLaw(String id) {
        this.id = id;
    }

    /** The name on the command line and in files. */
    public String id() {
        return id;
    }

    /** A time in [0, 1). */
    public abstract double draw(SplittableRandom random);
}
