package org.orbifold.align;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.orbifold.symmetry.Permutation;

class LinearAssignmentTest {
    /** Small integers make many ties, which is where such algorithms go wrong. */
    @Property(tries = 500)
    void agreesWithTryingEveryPermutation(
            @ForAll @IntRange(min = 1, max = 7) int n,
            @ForAll @IntRange(min = 1, max = 1000) int levels,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] cost = new double[n][n];
        for (double[] row : cost) {
            for (int j = 0; j < n; j++) {
                row[j] = random.nextInt(levels) - levels / 2;
            }
        }
        double best = cheapest(cost, 0, new boolean[n]);
        assertEquals(best, total(cost, LinearAssignment.minimize(cost)), 1e-9);
    }

    private static double cheapest(double[][] cost, int row, boolean[] taken) {
        if (row == cost.length) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int j = 0; j < cost.length; j++) {
            if (!taken[j]) {
                taken[j] = true;
                best = Math.min(best, cost[row][j] + cheapest(cost, row + 1, taken));
                taken[j] = false;
            }
        }
        return best;
    }

    private static double total(double[][] cost, Permutation p) {
        double sum = 0;
        for (int i = 0; i < cost.length; i++) {
            sum += cost[i][p.get(i)];
        }
        return sum;
    }

    /** A planted assignment: costs u_i + w_j + slack, where only the planted entries have no slack. */
    @Property(tries = 20)
    void findsAPlantedOptimum(@ForAll @IntRange(min = 50, max = 200) int n, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Permutation planted = Permutation.random(n, random);
        double[] columns = random.doubles(n, -5, 5).toArray();
        double[][] cost = new double[n][n];
        for (int i = 0; i < n; i++) {
            double row = random.nextDouble(-5, 5);
            for (int j = 0; j < n; j++) {
                cost[i][j] = row + columns[j] + (planted.get(i) == j ? 0 : random.nextDouble(1e-6, 1));
            }
        }
        assertEquals(planted, LinearAssignment.minimize(cost));
    }

    @Example
    void constantCostsTakeAnyAssignment() {
        assertEquals(9, LinearAssignment.minimize(new double[9][9]).size());
        assertEquals(Permutation.of(1, 0), LinearAssignment.minimize(new double[][] {{0, -1}, {-1, 0}}));
    }
}
