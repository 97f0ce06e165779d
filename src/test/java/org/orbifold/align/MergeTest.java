package org.orbifold.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.Networks;
import org.orbifold.net.NodeActivations;
import org.orbifold.net.PopulationTraining;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.tensor.Optimizer;

/** Several networks made one. */
class MergeTest {
    private static final Architecture SMALL = Architecture.parse("4-10-8-3", Activation.RELU);

    private static List<Weights> copies(String shape, long seed, boolean scaled) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        Weights first = Networks.random(architecture, seed);
        SplittableRandom random = new SplittableRandom(seed + 1);
        List<Weights> networks = new ArrayList<>(List.of(first));
        for (int k = 0; k < 3; k++) {
            GroupElement g = GroupElement.randomPermutation(architecture, random);
            networks.add((scaled ? g.then(GroupElement.randomScaling(architecture, random)) : g).actOn(first));
        }
        return networks;
    }

    @Property(tries = 20)
    void copiesOfOneNetworkMergeToIt(@ForAll long seed) {
        for (String shape : List.of("4-10-8-3", "1x8x8-c4k3n-bn-relu-r4-r6s2-r6-gap-3")) {
            Weights first = copies(shape, seed, false).getFirst();
            double small = 2e-6 * first.norm();
            assertTrue(Merge.cycleConsistent(copies(shape, seed, false), false, 0, Progress.NONE)
                            .network()
                            .distance(first)
                    < small);
            assertTrue(Merge.cycleConsistent(copies(shape, seed, true), true, 0, Progress.NONE)
                            .network()
                            .distance(first)
                    < small);
            assertTrue(Merge.toReference(new WeightMatching(1), copies(shape, seed, true), 0, true, 0, Progress.NONE)
                            .network()
                            .distance(first)
                    < small);
            assertTrue(Merge.plain(copies(shape, seed, false)).network().distance(first) > 100 * small);
        }
    }

    /** Going from one network to another through the universe does not depend on the way, and functions stand still. */
    @Property(tries = 20)
    void matchingsAreConsistentAndNoWorseThanToOneNetwork(@ForAll long seed) {
        List<Weights> networks = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            networks.add(Networks.random(SMALL, seed + k));
        }
        Merge cycle = Merge.cycleConsistent(networks, false, 0, Progress.NONE);
        assertTrue(cycle.elements().getFirst().isIdentity());
        double reference = pairs(Merge.toReference(new WeightMatching(1), networks, 0, false, 0, Progress.NONE)
                .moved());
        assertTrue(pairs(cycle.moved()) >= reference - 1e-9, pairs(cycle.moved()) + " < " + reference);
        assertEquals(pairs(cycle.moved()), cycle.objectives().getFirst(), 1e-5 * Math.abs(reference));
        for (int k = 0; k < 4; k++) {
            assertEquals(networks.get(k).norm(), cycle.moved().get(k).norm(), 1e-5);
        }
    }

    private static double pairs(List<Weights> networks) {
        double sum = 0;
        for (int p = 0; p < networks.size(); p++) {
            for (int q = 0; q < p; q++) {
                for (int i = 0; i < SMALL.parameters(); i++) {
                    sum += (double) networks.get(p).get(i) * networks.get(q).get(i);
                }
            }
        }
        return sum / (networks.size() * (networks.size() - 1) / 2.0);
    }

    private static Examples clouds(int rows, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[rows * width];
        int[] y = new int[rows];
        for (int r = 0; r < rows; r++) {
            y[r] = random.nextInt(3);
            for (int i = 0; i < width; i++) {
                x[r * width + i] = (float) (random.nextGaussian() + (i % 3 == y[r] ? 1.5 : 0));
            }
        }
        return new Examples(x, y, width, 3);
    }

    @Example
    void repairGivesActivationsTheMeansAndDeviationsOfTheNetworks() {
        Examples rows = clouds(512, 4, 1);
        List<Weights> untrained = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            untrained.add(new Initialization.UniformFanIn().draw(SMALL, new SplittableRandom(k)));
        }
        List<Weights> networks = new PopulationTraining(
                        new PopulationTraining.Plan(new Optimizer.Adam(), 1e-2, 32, 10), rows, SMALL)
                .train(untrained, new long[] {1, 2, 3}, (n, iteration, weights) -> {}, Progress.NONE);
        Weights mean = Merge.plain(networks).network();
        Weights repaired = Repair.of(mean, networks, rows, Progress.NONE);
        for (int node : new int[] {1, 3}) {
            double[] deviations = new double[4];
            List<Weights> all = new ArrayList<>(networks);
            all.add(repaired);
            NodeActivations.of(all, Set.of(node), rows, Progress.NONE, (k, count, features) -> {
                for (int n = 0; n < 4; n++) {
                    deviations[n] =
                            deviationOfFirst(features[n], SMALL.shape(node).size());
                }
            });
            assertEquals((deviations[0] + deviations[1] + deviations[2]) / 3, deviations[3], 1e-4, "node " + node);
        }
        assertTrue(Evaluation.outcome(repaired, rows).loss()
                < Evaluation.outcome(mean, rows).loss());
    }

    private static double deviationOfFirst(float[] features, int size) {
        double sum = 0;
        double squares = 0;
        int count = features.length / size;
        for (int r = 0; r < count; r++) {
            sum += features[r * size];
            squares += (double) features[r * size] * features[r * size];
        }
        return Math.sqrt(squares / count - sum * sum / count / count);
    }

    @Example
    void batchNormsAreMeasuredAnew() {
        Architecture architecture = Architecture.parse("4-8-bn-relu-3", Activation.RELU);
        Examples rows = clouds(256, 4, 2);
        Weights network = Networks.random(architecture, 5);
        Weights measured = Repair.of(network, List.of(network), rows, Progress.NONE);
        double[] sums = new double[2];
        NodeActivations.of(List.of(network), Set.of(1), rows, Progress.NONE, (node, count, features) -> {
            for (int r = 0; r < count; r++) {
                sums[0] += features[0][r * 8];
                sums[1] += (double) features[0][r * 8] * features[0][r * 8];
            }
        });
        double mean = sums[0] / 256;
        int at = architecture.tensors(2).get(2).offset();
        assertEquals(mean, measured.get(at), 1e-5);
        assertEquals((sums[1] / 256 - mean * mean) * 256 / 255, measured.get(at + 8), 1e-4);
    }

    @Example
    void whatCannotBeMergedIsRefused() {
        Weights network = Networks.random(SMALL, 1);
        Weights other = Networks.random(Architecture.parse("4-9-8-3", Activation.RELU), 1);
        assertThrows(Fault.class, () -> Merge.plain(List.of(network)));
        assertThrows(Fault.class, () -> Merge.cycleConsistent(List.of(network, other), false, 0, Progress.NONE));
    }
}
