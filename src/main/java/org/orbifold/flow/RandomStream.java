package org.orbifold.flow;

import java.util.SplittableRandom;

/** Random numbers of numbered parts of some work, each part's own whatever was done before it. */
public final class RandomStream {
    private RandomStream() {}

    /**
     * The random numbers of a part. A {@link SplittableRandom} adds one fixed number to its state for each number that it
     * gives: of seeds that lie a multiple of it apart, one would give what the other gives, a few numbers later. Seeds of
     * parts therefore lie 1 apart, and those of different seeds at random.
     */
    public static SplittableRandom of(long seed, long part) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() + part);
    }
}
