package org.orbifold.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orbifold.job.Progress;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;

/**
 * Cycle-consistent multi-model matching (Crisostomi et al., <i>C2M3</i>, 2024): one permutation a network to a common
 * universe, so that going from A to B and on to C is going from A to C. The sum of the inner products of all pairs in the
 * universe is maximised over doubly stochastic matrices by Frank and Wolfe's method, all networks and layers at once; what
 * it ends with is rounded to permutations, and those are improved network by network, each matched to the mean of the
 * others. The same improvement from the alignment to one network is tried as well, and the better kept.
 *
 * @param elements for each network what moves it to the universe, which is arranged as the first network is
 * @param objective the mean inner product of pairs in the universe
 * @param steps of Frank and Wolfe's method and rounds of improvement
 */
public record CycleConsistentMatching(List<GroupElement> elements, double objective, int steps) {
    private static final int MAX_STEPS = 50;
    private static final int MAX_ROUNDS = 50;
    private static final double TOLERANCE = 1e-7;

    public CycleConsistentMatching {
        elements = List.copyOf(elements);
    }

    /**
     * Matches networks.
     *
     * @param networks two or more, of one architecture
     */
    public static CycleConsistentMatching of(List<Weights> networks, long seed, Progress progress) {
        return new Search(networks, seed, progress).run();
    }

    /** The way to it. */
    private static final class Search {
        private final List<Weights> networks;
        private final long seed;
        private final Progress progress;
        private final List<SoftPermutation> soft;
        private int steps;

        Search(List<Weights> networks, long seed, Progress progress) {
            this.networks = networks;
            this.seed = seed;
            this.progress = progress;
            soft = networks.stream().map(SoftPermutation::new).toList();
        }

        CycleConsistentMatching run() {
            List<List<Permutation>> toFirst = new ArrayList<>();
            for (int p = 0; p < networks.size(); p++) {
                progress.report(p, networks.size() + MAX_STEPS, "aligning to the first network");
                toFirst.add(new WeightMatching(1)
                        .match(
                                networks.getFirst(),
                                networks.get(p),
                                Pins.NONE,
                                seed,
                                Matching.Trace.NONE,
                                progress.silent())
                        .permutations());
            }
            List<List<Permutation>> together = improve(frankWolfe(toFirst));
            List<List<Permutation>> apart = improve(toFirst);
            List<List<Permutation>> best = objective(together) >= objective(apart) ? together : apart;
            GroupElement back = element(0, best).inverse();
            List<GroupElement> elements = new ArrayList<>();
            for (int p = 0; p < networks.size(); p++) {
                elements.add(element(p, best).then(back));
            }
            return new CycleConsistentMatching(elements, objective(best), steps);
        }

        private GroupElement element(int p, List<List<Permutation>> permutations) {
            return GroupElement.permute(networks.get(p).architecture(), permutations.get(p));
        }

        private List<Weights> moved(List<List<Permutation>> permutations) {
            List<Weights> moved = new ArrayList<>();
            for (int p = 0; p < networks.size(); p++) {
                moved.add(element(p, permutations).actOn(networks.get(p)));
            }
            return moved;
        }

        private double objective(List<List<Permutation>> permutations) {
            return pairs(moved(permutations));
        }

        /** The mean inner product of pairs. */
        private static double pairs(List<Weights> moved) {
            double[] sum = sum(moved);
            double total = Arrays.stream(sum).map(s -> s * s).sum();
            for (Weights network : moved) {
                total -= network.norm() * network.norm();
            }
            return total / (moved.size() * (moved.size() - 1.0));
        }

        private static double[] sum(List<Weights> networks) {
            double[] sum = new double[networks.getFirst().architecture().parameters()];
            for (Weights network : networks) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += network.get(i);
                }
            }
            return sum;
        }

        private static float[] rest(double[] sum, Weights own, double scale) {
            float[] rest = new float[sum.length];
            for (int i = 0; i < rest.length; i++) {
                rest[i] = (float) ((sum[i] - own.get(i)) * scale);
            }
            return rest;
        }

        /** From halfway between those permutations and no preference at all. */
        private List<List<Permutation>> frankWolfe(List<List<Permutation>> start) {
            List<List<double[]>> plans = start.stream()
                    .map(permutations ->
                            permutations.stream().map(Search::blurred).toList())
                    .toList();
            List<Weights> mixed = mix(plans);
            double value = pairs(mixed);
            for (int step = 0; step < MAX_STEPS; step++) {
                progress.report(networks.size() + step, networks.size() + MAX_STEPS, "cycle-consistent matching");
                steps++;
                List<List<double[]>> corners = corners(plans, mixed);
                double[] values = new double[5];
                values[0] = value;
                for (int k = 1; k < values.length; k++) {
                    values[k] = pairs(mix(between(plans, corners, k / 4.0)));
                }
                List<List<double[]>> next = between(plans, corners, highest(values));
                List<Weights> nextMixed = mix(next);
                double nextValue = pairs(nextMixed);
                if (nextValue <= value + TOLERANCE * Math.abs(value)) {
                    break;
                }
                plans = next;
                mixed = nextMixed;
                value = nextValue;
            }
            return plans.stream()
                    .map(own -> own.stream().map(Search::assign).toList())
                    .toList();
        }

        private static double[] blurred(Permutation p) {
            int n = p.size();
            double[] plan = new double[n * n];
            Arrays.fill(plan, 0.5 / n);
            for (int i = 0; i < n; i++) {
                plan[i * n + p.get(i)] += 0.5;
            }
            return plan;
        }

        private List<Weights> mix(List<List<double[]>> plans) {
            List<Weights> mixed = new ArrayList<>();
            for (int p = 0; p < soft.size(); p++) {
                mixed.add(soft.get(p).mix(plans.get(p)));
            }
            return mixed;
        }

        /** The permutations towards which the objective rises most. */
        private List<List<double[]>> corners(List<List<double[]>> plans, List<Weights> mixed) {
            double[] sum = sum(mixed);
            List<List<double[]>> corners = new ArrayList<>();
            for (int p = 0; p < soft.size(); p++) {
                progress.checkCancelled();
                List<double[]> slopes = soft.get(p).gradients(plans.get(p), rest(sum, mixed.get(p), 1));
                corners.add(slopes.stream().map(Search::corner).toList());
            }
            return corners;
        }

        private static double[] corner(double[] slope) {
            Permutation p = assign(slope);
            double[] corner = new double[slope.length];
            for (int i = 0; i < p.size(); i++) {
                corner[i * p.size() + p.get(i)] = 1;
            }
            return corner;
        }

        /** The permutation of largest inner product with a matrix. */
        private static Permutation assign(double[] matrix) {
            int n = (int) Math.round(Math.sqrt(matrix.length));
            double[][] costs = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    costs[i][j] = -matrix[i * n + j];
                }
            }
            return LinearAssignment.minimize(costs);
        }

        private static List<List<double[]>> between(List<List<double[]>> from, List<List<double[]>> to, double t) {
            List<List<double[]>> all = new ArrayList<>();
            for (int p = 0; p < from.size(); p++) {
                List<double[]> own = new ArrayList<>();
                for (int g = 0; g < from.get(p).size(); g++) {
                    double[] x = from.get(p).get(g);
                    double[] y = to.get(p).get(g);
                    double[] mixed = new double[x.length];
                    Arrays.setAll(mixed, i -> (1 - t) * x[i] + t * y[i]);
                    own.add(mixed);
                }
                all.add(own);
            }
            return all;
        }

        /** Where the polynomial of degree 4 through values at 0, 1/4, 1/2, 3/4 and 1 is highest in [0, 1]. */
        private static double highest(double[] values) {
            double best = 0;
            double highest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k <= 200; k++) {
                double t = k / 200.0;
                double value = 0;
                for (int i = 0; i < 5; i++) {
                    double basis = 1;
                    for (int j = 0; j < 5; j++) {
                        basis *= i == j ? 1 : (4 * t - j) / (i - j);
                    }
                    value += basis * values[i];
                }
                if (value > highest) {
                    highest = value;
                    best = t;
                }
            }
            return best;
        }

        /** Matches each network to the mean of the others, until none moves. */
        private List<List<Permutation>> improve(List<List<Permutation>> start) {
            List<List<Permutation>> permutations = new ArrayList<>(start);
            List<Weights> moved = new ArrayList<>(moved(permutations));
            boolean any = true;
            for (int round = 0; any && round < MAX_ROUNDS; round++) {
                progress.report(round, MAX_ROUNDS, "improving the matching");
                steps++;
                any = false;
                for (int p = 0; p < networks.size(); p++) {
                    Weights others = Weights.wrap(
                            networks.get(p).architecture(),
                            rest(sum(moved), moved.get(p), 1.0 / (networks.size() - 1)));
                    List<Permutation> better = WeightMatching.refine(
                                    others, networks.get(p), Pins.NONE, permutations.get(p), seed, progress.silent())
                            .permutations();
                    if (!better.equals(permutations.get(p))) {
                        permutations.set(p, better);
                        moved.set(p, element(p, permutations).actOn(networks.get(p)));
                        any = true;
                    }
                }
            }
            return permutations;
        }
    }
}
