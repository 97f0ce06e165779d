package org.orbifold.generative;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.orbifold.align.Alignment;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.PermutationInvariants;
import org.orbifold.zoo.SideBySide;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooAlignment;

/**
 * What samples are held against: the training networks, aligned to a reference by weight matching. Samples are aligned
 * to it as well before anything is compared, as their neurons stand in no particular order.
 *
 * <p>That alone would not find copies: aligned to the reference, a network and its permuted copy often come to different
 * arrangements, since matchings have many nearly equal optima. So the distance of a sample to the nearest training network
 * is that of the best of a few matchings with training networks themselves: the nearest once aligned to the reference, and
 * those whose {@link PermutationInvariants} are the most alike.
 */
public final class Audit {
    /** The training networks that each network is matched with for the likeness of their invariants. */
    private static final int ALIKE = 5;

    private final Weights reference;
    private final long seed;
    private final List<Weights> training;
    private final List<double[]> invariants;
    private final double trainingDispersion;
    private final double betweenRuns;
    private final Novelty trainingNovelty;

    /**
     * Prepares the audit.
     *
     * @param zoo the training networks, with their runs
     * @param reference a network of the same architecture, for one of the training networks
     * @param seed of the matchings
     * @throws Fault if all networks are of one run or equal, or cannot be aligned to the reference
     */
    public Audit(Zoo zoo, Weights reference, long seed, Progress progress) {
        this.reference = reference;
        this.seed = seed;
        training = align(zoo.networks(), progress);
        invariants = training.stream().map(PermutationInvariants::of).toList();
        trainingDispersion = Moments.of(training).dispersion();
        int[] runs = zoo.origins().stream().mapToInt(Zoo.Origin::run).toArray();
        Nearest nearest = new Nearest(runs.length);
        double[] sum = new double[1];
        long[] pairs = new long[1];
        Distances.between(training, training, progress, (i, j, distance) -> {
            if (runs[i] != runs[j]) {
                nearest.accept(i, j, distance);
                sum[0] += distance;
                pairs[0]++;
            }
        });
        betweenRuns = sum[0] / pairs[0];
        if (!(betweenRuns > 0)) {
            throw Fault.in(zoo.file().label(), "holds no two runs that differ: there is no distance between runs");
        }
        List<Double> distances = SideBySide.map(
                runs.length,
                "nearest networks of other runs",
                progress,
                i -> distance(training.get(i), nearest.number[i], j -> runs[i] != runs[j], progress));
        trainingNovelty = novelty(training, distances);
    }

    private List<Weights> align(List<Weights> networks, Progress progress) {
        return ZooAlignment.of(networks, reference, false, seed, 1, progress).networks();
    }

    /** The training networks, aligned to the reference. */
    public List<Weights> training() {
        return training;
    }

    /** The training networks held against those of other runs: what can be expected of networks that are new. */
    public Novelty trainingNovelty() {
        return trainingNovelty;
    }

    /**
     * Holds samples against the training networks.
     *
     * @param samples at least one network
     * @throws Fault if they cannot be aligned to the reference
     */
    public Novelty novelty(List<Weights> samples, Progress progress) {
        List<Weights> aligned = align(samples, progress);
        Nearest nearest = new Nearest(aligned.size());
        Distances.between(aligned, training, progress, nearest);
        List<Double> distances = SideBySide.map(
                aligned.size(),
                "nearest training networks",
                progress,
                i -> distance(aligned.get(i), nearest.number[i], j -> true, progress));
        return novelty(aligned, distances);
    }

    private Novelty novelty(List<Weights> aligned, List<Double> distances) {
        return new Novelty(
                distances.stream().mapToDouble(d -> d).average().orElseThrow(),
                betweenRuns,
                Moments.of(aligned).dispersion(),
                trainingDispersion);
    }

    /**
     * The distance of a network to the nearest training network, matched directly.
     *
     * @param nearest the training network that is nearest without
     * @param allowed which training networks count
     */
    private double distance(Weights network, int nearest, IntPredicate allowed, Progress progress) {
        double[] own = PermutationInvariants.of(network);
        double[] unlikeness = new double[training.size()];
        Arrays.setAll(unlikeness, j -> squaredDistance(own, invariants.get(j)));
        IntStream alike = IntStream.range(0, unlikeness.length)
                .filter(allowed)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> unlikeness[j]))
                .limit(ALIKE)
                .mapToInt(j -> j);
        return IntStream.concat(IntStream.of(nearest), alike)
                .mapToDouble(j -> Alignment.byWeights(training.get(j), network, false, seed, 1, progress.silent())
                        .l2After())
                .min()
                .orElseThrow();
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    /** The number of the network that is nearest each. */
    private static final class Nearest implements Distances.Sink {
        private final int[] number;
        private final double[] distance;

        Nearest(int networks) {
            number = new int[networks];
            distance = new double[networks];
            Arrays.fill(distance, Double.POSITIVE_INFINITY);
        }

        @Override
        public void accept(int i, int j, double d) {
            if (d < distance[i]) {
                distance[i] = d;
                number[i] = j;
            }
        }
    }
}
