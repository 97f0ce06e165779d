package org.orbifold.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Initialization;
import org.orbifold.net.Layer;
import org.orbifold.net.Networks;
import org.orbifold.net.PopulationTraining;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;
import org.orbifold.symmetry.SymmetryStructure;
import org.orbifold.tensor.Optimizer;

/** Every method finds what was planted, keeps the function, and is no worse than where it began. */
class MatchingTest {
    @Provide
    Arbitrary<String> shapes() {
        return Arbitraries.of(Networks.SHAPES);
    }

    private static Examples noise(Architecture architecture, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[rows * architecture.inputs()];
        int[] y = new int[rows];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        Arrays.setAll(y, r -> random.nextInt(architecture.outputs()));
        return new Examples(x, y, architecture.inputs(), architecture.outputs());
    }

    private static List<Permutation> align(Matching method, Weights a, Weights b, boolean canonical, Pins pins) {
        return Alignment.of(method, a, b, canonical, pins, 0, Matching.Trace.NONE, Progress.NONE)
                .permutations();
    }

    private static Alignment align(Matching method, Weights a, Weights b, boolean canonical) {
        return Alignment.of(method, a, b, canonical, Pins.NONE, 0, Matching.Trace.NONE, Progress.NONE);
    }

    @Property(tries = 100)
    void weightsShowPlantedPermutationsOfNetworksOfEveryKind(@ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        Weights a = Networks.random(architecture, seed);
        Weights b = GroupElement.randomPermutation(architecture, new SplittableRandom(seed + 1))
                .actOn(a);
        assertEquals(a, align(new WeightMatching(1), a, b, false).aligned());
    }

    /** B is A permuted, but for two neurons that are locked the other way round. */
    @Property(tries = 20)
    void everyMethodLeavesWhatIsLocked(@ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        Weights a = Networks.random(architecture, seed);
        SplittableRandom random = new SplittableRandom(seed + 1);
        GroupElement planted = GroupElement.randomPermutation(architecture, random);
        Weights b = planted.actOn(a);
        List<Permutation> right = align(new WeightMatching(1), a, b, false).permutations();
        Set<Pins.Pin> pins = new HashSet<>();
        for (int g = 0; g < right.size(); g++) {
            pins.add(new Pins.Pin(g, 0, right.get(g).get(1)));
            pins.add(new Pins.Pin(g, 1, right.get(g).get(0)));
        }
        Examples rows = noise(architecture, 16, seed);
        for (Matching method : List.of(
                new WeightMatching(3),
                new ActivationMatching(rows),
                new StraightThroughEstimator(rows, 2),
                new SinkhornRebasin(LineObjective.MID, rows, 2))) {
            List<Matching.Step> steps = new ArrayList<>();
            Alignment found = Alignment.of(method, a, b, false, new Pins(pins), 0, steps::add, Progress.NONE);
            List<List<Permutation>> seen = new ArrayList<>(
                    steps.stream().map(Matching.Step::permutations).toList());
            seen.add(found.permutations());
            for (List<Permutation> permutations : seen) {
                for (Pins.Pin pin : pins) {
                    assertEquals(pin.b(), permutations.get(pin.layer()).get(pin.a()), method.id());
                }
            }
        }
    }

    /** Locks that are right leave it to the method to find the others. */
    @Property(tries = 20)
    void whatIsNotLockedIsFound(@ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        Weights a = Networks.random(architecture, seed);
        Weights b = GroupElement.randomPermutation(architecture, new SplittableRandom(seed + 1))
                .actOn(a);
        List<Permutation> right = align(new WeightMatching(1), a, b, false).permutations();
        Set<Pins.Pin> pins = new HashSet<>();
        for (int g = 0; g < right.size(); g++) {
            pins.add(new Pins.Pin(g, 0, right.get(g).get(0)));
        }
        assertEquals(right, align(new WeightMatching(1), a, b, false, new Pins(pins)));
    }

    @Example
    void locksAreRefusedThatCannotBe() {
        Architecture architecture = Architecture.parse("2-3-3-2", Activation.RELU);
        Weights a = Networks.random(architecture, 0);
        for (Pins.Pin pin : List.of(new Pins.Pin(2, 0, 0), new Pins.Pin(0, 3, 0), new Pins.Pin(0, 0, 3))) {
            assertThrows(Fault.class, () -> align(new WeightMatching(1), a, a, false, new Pins(Set.of(pin))));
        }
        assertThrows(Fault.class, () -> new Pins(Set.of(new Pins.Pin(0, 0, 1), new Pins.Pin(0, 2, 1))));
    }

    /** Of a network and itself they are 1 on the diagonal; of one whose neurons changed places, there. */
    @Property(tries = 20)
    void cosinesOfEqualNeuronsAreOne(@ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        Weights a = Networks.random(architecture, seed);
        Weights b = GroupElement.randomPermutation(architecture, new SplittableRandom(seed))
                .actOn(a);
        List<Permutation> found = align(new WeightMatching(1), a, b, false).permutations();
        for (int g = 0; g < found.size(); g++) {
            double[][] cosines = WeightMatching.cosines(a, b, g, found);
            for (int i = 0; i < cosines.length; i++) {
                assertEquals(1, cosines[i][found.get(g).get(i)], 1e-6);
                assertTrue(Arrays.stream(cosines[i]).allMatch(c -> Math.abs(c) < 1 + 1e-6));
            }
        }
    }

    @Property(tries = 100)
    void weightsShowPlantedScalingsToo(@ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        if (SymmetryStructure.of(architecture).scalingDimensions() == 0) {
            return;
        }
        Weights a = Networks.random(architecture, seed);
        SplittableRandom random = new SplittableRandom(seed + 1);
        Weights b = GroupElement.randomPermutation(architecture, random)
                .then(GroupElement.randomScaling(architecture, random))
                .actOn(a);
        Alignment found = align(new WeightMatching(1), a, b, true);
        assertTrue(found.l2After() < 2e-6 * a.norm(), shape + ": " + found.l2After());
    }

    @Property(tries = 100)
    void activationsShowPlantedPermutationsAndScalings(@ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        boolean scaled = SymmetryStructure.of(architecture).scalingDimensions() > 0;
        Weights a = Networks.random(architecture, seed);
        SplittableRandom random = new SplittableRandom(seed + 1);
        GroupElement planted = GroupElement.randomPermutation(architecture, random);
        Weights b = (scaled ? planted.then(GroupElement.randomScaling(architecture, random)) : planted).actOn(a);
        Alignment found = align(new ActivationMatching(noise(architecture, 64, seed)), a, b, scaled);
        if (isAlive(architecture, a, seed)) {
            assertTrue(found.l2After() < 2e-6 * a.norm(), shape + ": " + found.l2After());
        }
    }

    /** Whether the correlations of a network with itself are those of neurons that all fire. */
    private static boolean isAlive(Architecture architecture, Weights a, long seed) {
        Match self = new ActivationMatching(noise(architecture, 64, seed))
                .match(a, a, Pins.NONE, 0, Matching.Trace.NONE, Progress.NONE);
        return self.permutations().stream().allMatch(Permutation::isIdentity)
                && self.objective() > count(architecture) - 1e-6;
    }

    /** The activations that are compared: those of pointwise functions. */
    private static double count(Architecture architecture) {
        SymmetryStructure structure = SymmetryStructure.of(architecture);
        double count = 0;
        for (int k = 1; k < structure.nodes().size(); k++) {
            int group = structure.nodes().get(k).group();
            boolean compared = architecture.layer(k) instanceof Layer.Pointwise && group >= 0;
            count += compared ? structure.groups().get(group).size() : 0;
        }
        return count;
    }

    @Property(tries = 100)
    void sinkhornPlansAreDoublyStochastic(
            @ForAll @IntRange(min = 1, max = 20) int n,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20) int size) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = random.doubles((long) n * n, -size, size).toArray();
        SinkhornOperator.Result result = new SinkhornOperator(n, 1e-9, 100_000).apply(x, 1);
        Assume.that(result.iterations() < 100_000);
        for (int i = 0; i < n; i++) {
            int at = i;
            assertEquals(1, Arrays.stream(result.plan(), i * n, (i + 1) * n).sum(), 1e-6);
            double column = 0;
            for (int k = 0; k < n; k++) {
                column += result.plan()[k * n + at];
            }
            assertEquals(1, column, 1e-6);
        }
    }

    /** Of {@code <G, S(X)>}, against central differences. */
    @Property(tries = 50)
    void sinkhornGradientIsThatOfTheFixedPoint(@ForAll @IntRange(min = 2, max = 8) int n, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = random.doubles((long) n * n, -2, 2).toArray();
        double[] g = random.doubles((long) n * n, -1, 1).toArray();
        double[] direction = random.doubles((long) n * n, -1, 1).toArray();
        SinkhornOperator operator = new SinkhornOperator(n, 1e-14, 100_000);
        double[] gradient = operator.gradient(operator.apply(x, 0.7).plan(), g, 0.7);
        double h = 1e-5;
        double difference = 0;
        for (int sign : new int[] {1, -1}) {
            double[] moved = x.clone();
            Arrays.setAll(moved, i -> x[i] + sign * h * direction[i]);
            difference += sign * dot(operator.apply(moved, 0.7).plan(), g) / (2 * h);
        }
        assertEquals(difference, dot(gradient, direction), 1e-7 * Math.max(1, Math.abs(difference)));
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    @Property(tries = 50)
    void mixingByPermutationMatricesPermutes(@ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        Weights b = Networks.random(architecture, seed);
        GroupElement g = GroupElement.randomPermutation(architecture, new SplittableRandom(seed));
        List<double[]> matrices = new ArrayList<>();
        for (Permutation p : g.permutations()) {
            double[] matrix = new double[p.size() * p.size()];
            for (int i = 0; i < p.size(); i++) {
                matrix[i * p.size() + p.get(i)] = 1;
            }
            matrices.add(matrix);
        }
        assertArrayEquals(
                g.actOn(b).toArray(), new SoftPermutation(b).mix(matrices).toArray());
    }

    /** Of {@code <G, mixed>}, which is multilinear in the matrices, along a random direction in all of them. */
    @Property(tries = 50)
    void mixingHasTheGradientsItClaims(@ForAll("shapes") String shape, @ForAll long seed) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        SoftPermutation soft = new SoftPermutation(Networks.random(architecture, seed));
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> matrices = new ArrayList<>();
        List<double[]> directions = new ArrayList<>();
        for (int n : soft.sizes()) {
            matrices.add(random.doubles((long) n * n, -1, 1).toArray());
            directions.add(random.doubles((long) n * n, -1, 1).toArray());
        }
        float[] g = new float[architecture.parameters()];
        for (int i = 0; i < g.length; i++) {
            g[i] = (float) random.nextDouble(-1, 1);
        }
        List<double[]> gradients = soft.gradients(matrices, g);
        double expected = 0;
        for (int k = 0; k < gradients.size(); k++) {
            expected += dot(gradients.get(k), directions.get(k));
        }
        double h = 1e-2;
        double difference = 0;
        for (int sign : new int[] {1, -1}) {
            List<double[]> moved = new ArrayList<>();
            for (int k = 0; k < matrices.size(); k++) {
                double[] matrix = matrices.get(k).clone();
                double[] direction = directions.get(k);
                Arrays.setAll(matrix, i -> matrix[i] + sign * h * direction[i]);
                moved.add(matrix);
            }
            Weights mixed = soft.mix(moved);
            for (int i = 0; i < g.length; i++) {
                difference += sign * (double) g[i] * mixed.get(i) / (2 * h);
            }
        }
        assertEquals(expected, difference, 3e-4 * Math.max(1, Math.abs(expected)));
    }

    private static final Architecture SMALL = Architecture.parse("4-12-12-3", Activation.RELU);

    /** Two trained networks. */
    private static List<Weights> trained(Examples rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Weights> untrained = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            untrained.add(new Initialization.UniformFanIn().draw(SMALL, random));
        }
        return new PopulationTraining(new PopulationTraining.Plan(new Optimizer.Adam(), 1e-2, 32, 10), rows, SMALL)
                .train(untrained, new long[] {1, 2}, (n, iteration, weights) -> {}, Progress.NONE);
    }

    @Example
    void searchesByTheLossAreNoWorseThanWeightMatchingAndOftenBetter() {
        int better = 0;
        for (long seed = 0; seed < 4; seed++) {
            Examples rows = noise(SMALL, 256, seed);
            List<Weights> pair = trained(rows, seed);
            Weights a = pair.get(0);
            Weights b = pair.get(1);
            Weights byWeights = align(new WeightMatching(1), a, b, false).aligned();
            for (LineObjective objective : LineObjective.values()) {
                Alignment found = align(new SinkhornRebasin(objective, rows, 40), a, b, false);
                double start = objective.of(a, byWeights, rows);
                assertTrue(found.objective() <= start + 1e-9, objective + ": " + found.objective() + " > " + start);
                assertEquals(found.objective(), objective.of(a, found.aligned(), rows), 1e-6 * start);
                better += objective != LineObjective.L2 && found.objective() < start - 1e-6 ? 1 : 0;
            }
            double start = LineObjective.MID.of(a, byWeights, rows);
            Alignment found = align(new StraightThroughEstimator(rows, 40), a, b, false);
            assertTrue(found.objective() <= start + 1e-9);
            better += found.objective() < start - 1e-6 ? 1 : 0;
        }
        assertTrue(better >= 6, better + " of 12 searches found something better");
    }

    @Example
    void searchesFindWhatWasPlanted() {
        Examples rows = noise(SMALL, 256, 1);
        Weights a = trained(rows, 1).getFirst();
        SplittableRandom random = new SplittableRandom(3);
        Weights b = GroupElement.randomPermutation(SMALL, random)
                .then(GroupElement.randomScaling(SMALL, random))
                .actOn(a);
        for (Matching method : List.of(
                new SinkhornRebasin(LineObjective.MID, rows, 5),
                new SinkhornRebasin(LineObjective.L2, rows, 5),
                new StraightThroughEstimator(rows, 5))) {
            assertTrue(align(method, a, b, true).l2After() < 2e-6 * a.norm(), method.id());
        }
    }
}
