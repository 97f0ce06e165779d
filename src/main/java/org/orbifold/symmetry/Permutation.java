package org.orbifold.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A permutation as gather indices: place {@code i} of the result takes what stood at {@code get(i)}. Immutable.
 */
public final class Permutation {
    private final int[] gather;

    private Permutation(int[] gather) {
        this.gather = gather;
    }

    /**
     * The permutation with those gather indices.
     *
     * @throws IllegalArgumentException if they are not a permutation of 0..n-1
     */
    public static Permutation of(int... gather) {
        boolean[] seen = new boolean[gather.length];
        for (int g : gather) {
            if (g < 0 || g >= gather.length || seen[g]) {
                throw new IllegalArgumentException("not a permutation: " + Arrays.toString(gather));
            }
            seen[g] = true;
        }
        return new Permutation(gather.clone());
    }

    /** The identity on {@code n} places. */
    public static Permutation identity(int n) {
        return new Permutation(IntStream.range(0, n).toArray());
    }

    /** Places {@code i} and {@code j} of {@code n} exchanged. */
    public static Permutation swap(int n, int i, int j) {
        int[] gather = IntStream.range(0, n).toArray();
        gather[i] = j;
        gather[j] = i;
        return new Permutation(gather);
    }

    /** A uniformly random permutation. */
    public static Permutation random(int n, SplittableRandom random) {
        int[] gather = IntStream.range(0, n).toArray();
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = gather[i];
            gather[i] = gather[j];
            gather[j] = swapped;
        }
        return new Permutation(gather);
    }

    /** The number of places. */
    public int size() {
        return gather.length;
    }

    /** Where place {@code i} takes from. */
    public int get(int i) {
        return gather[i];
    }

    /** This one first, then {@code next}: {@code (this.then(next)).get(i) = this.get(next.get(i))}. */
    public Permutation then(Permutation next) {
        int[] composed = new int[gather.length];
        Arrays.setAll(composed, i -> gather[next.gather[i]]);
        return new Permutation(composed);
    }

    /** The permutation that undoes this one. */
    public Permutation inverse() {
        int[] inverse = new int[gather.length];
        for (int i = 0; i < gather.length; i++) {
            inverse[gather[i]] = i;
        }
        return new Permutation(inverse);
    }

    /** Whether nothing moves. */
    public boolean isIdentity() {
        return IntStream.range(0, gather.length).allMatch(i -> gather[i] == i);
    }

    /** The places that move in its first cycles, as many of them whole as {@code swaps} exchanges of two places make. */
    public List<Integer> firstMoved(int swaps) {
        List<Integer> moved = new ArrayList<>();
        boolean[] seen = new boolean[gather.length];
        int left = swaps;
        for (int start = 0; start < gather.length; start++) {
            List<Integer> cycle = new ArrayList<>();
            for (int i = start; !seen[i]; i = gather[i]) {
                seen[i] = true;
                cycle.add(i);
            }
            if (cycle.size() > 1 && cycle.size() - 1 <= left) {
                left -= cycle.size() - 1;
                moved.addAll(cycle);
            }
        }
        return moved;
    }

    /** The gather indices. */
    public int[] toArray() {
        return gather.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Permutation p && Arrays.equals(gather, p.gather);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(gather);
    }

    @Override
    public String toString() {
        return Arrays.toString(gather);
    }
}
