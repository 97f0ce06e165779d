package org.orbifold.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Weights;

/**
 * The loss over a window of a plane in weight space: a slice through the loss, as fine as its grid.
 *
 * @param losses mean cross-entropies in nats {@code [resolution, resolution]}, row by row with y upwards; not a number
 *     where it is not computed yet
 * @param accuracies the same for accuracies
 * @param anchors networks seen from the plane
 */
@SuppressWarnings("ArrayRecordComponent") // one block each, read only
public record LossSlice(
        WeightPlane plane, Window window, int resolution, double[] losses, double[] accuracies, List<Anchor> anchors) {
    /** The points each way, unless said otherwise. */
    public static final int RESOLUTION = 51;

    /** Points are computed coarse ones first: every so many, then every half as many. */
    private static final int COARSEST = 16;

    /** A rectangle of a plane. */
    public record Window(double minX, double minY, double maxX, double maxY) {
        /**
         * The smallest that holds those places, with room around it.
         *
         * @param margin to each side, as a share of its longer side
         */
        public static Window around(List<WeightPlane.Place> places, double margin) {
            double minX =
                    places.stream().mapToDouble(WeightPlane.Place::x).min().orElseThrow();
            double maxX =
                    places.stream().mapToDouble(WeightPlane.Place::x).max().orElseThrow();
            double minY =
                    places.stream().mapToDouble(WeightPlane.Place::y).min().orElseThrow();
            double maxY =
                    places.stream().mapToDouble(WeightPlane.Place::y).max().orElseThrow();
            double room = margin * Math.max(maxX - minX, maxY - minY);
            return new Window(minX - room, minY - room, maxX + room, maxY + room);
        }

        /** From -radius to radius, both ways. */
        public static Window centered(double radius) {
            return new Window(-radius, -radius, radius, radius);
        }
    }

    /** A network that is to be seen from a plane. */
    public record Named(String name, Weights network) {}

    /**
     * A network and its image on the plane, which is another network unless the distance is 0.
     *
     * @param place of the image, and the distance to it
     * @param outcome of the network itself
     * @param onPlane of its image
     */
    public record Anchor(String name, WeightPlane.Place place, Measures.Outcome outcome, Measures.Outcome onPlane) {}

    public LossSlice {
        anchors = List.copyOf(anchors);
        if (losses.length != resolution * resolution || accuracies.length != losses.length) {
            throw new IllegalArgumentException(losses.length + " losses for a resolution of " + resolution);
        }
    }

    /**
     * Evaluates a slice at the middles of equal cells. A row of the grid is a line, of which the first layer is evaluated only
     * at its ends; memory is that of a row.
     *
     * @param resolution cells each way, at least 2
     * @param networks to be seen from the plane, with names
     * @param seen is given the slice as far as it is known, now and then, coarse points first
     */
    public static LossSlice of(
            WeightPlane plane,
            Window window,
            int resolution,
            List<Named> networks,
            Examples examples,
            Consumer<LossSlice> seen,
            Progress progress) {
        return new Course(plane, window, resolution, anchors(plane, networks, examples, progress), examples)
                .run(seen, progress);
    }

    /** A slice of which only the networks are known yet. */
    public static LossSlice blank(
            WeightPlane plane, Window window, int resolution, List<Named> networks, Examples examples) {
        return new Course(plane, window, resolution, anchors(plane, networks, examples, Progress.NONE), examples).slice;
    }

    private static List<Anchor> anchors(WeightPlane plane, List<Named> networks, Examples examples, Progress progress) {
        List<Anchor> anchors = new ArrayList<>();
        for (Named named : networks) {
            WeightPlane.Place place = plane.project(named.network);
            List<Measures.Outcome> outcomes = Evaluation.outcomes(
                    List.of(named.network, plane.at(place.x(), place.y())), examples, progress.silent());
            anchors.add(new Anchor(named.name, place, outcomes.getFirst(), outcomes.getLast()));
        }
        return anchors;
    }

    /** The x of column {@code c}. */
    public double x(int c) {
        return window.minX + (c + 0.5) / resolution * (window.maxX - window.minX);
    }

    /** The y of row {@code r}. */
    public double y(int r) {
        return window.minY + (r + 0.5) / resolution * (window.maxY - window.minY);
    }

    /** Whether every point is computed. */
    public boolean isComplete() {
        return Arrays.stream(accuracies).noneMatch(Double::isNaN);
    }

    /** A slice on its way: its arrays are filled in place, and what is seen of them is copied. */
    private static final class Course {
        private final LossSlice slice;
        private final Examples examples;
        private final boolean[] done;

        Course(WeightPlane plane, Window window, int resolution, List<Anchor> anchors, Examples examples) {
            double[] losses = new double[resolution * resolution];
            Arrays.fill(losses, Double.NaN);
            slice = new LossSlice(plane, window, resolution, losses, losses.clone(), anchors);
            this.examples = examples;
            done = new boolean[losses.length];
        }

        LossSlice run(Consumer<LossSlice> seen, Progress progress) {
            int computed = 0;
            for (int stride = COARSEST; stride >= 1; stride /= 2) {
                for (int r = 0; r < slice.resolution; r += stride) {
                    computed += row(r, stride, progress);
                    progress.report(computed, done.length, "evaluating the slice");
                    seen.accept(copy());
                }
            }
            return slice;
        }

        /** Evaluates what is missing in every so many columns of a row; tells how many points those were. */
        private int row(int r, int stride, Progress progress) {
            List<Integer> columns = new ArrayList<>();
            List<Double> shares = new ArrayList<>();
            int at = r * slice.resolution;
            for (int c = 0; c < slice.resolution; c += stride) {
                if (!done[at + c]) {
                    done[at + c] = true;
                    columns.add(c);
                    shares.add((c + 0.5) / slice.resolution);
                }
            }
            if (columns.isEmpty()) {
                return 0;
            }
            Weights left = slice.plane.at(slice.window.minX, slice.y(r));
            Weights right = slice.plane.at(slice.window.maxX, slice.y(r));
            List<Measures.Outcome> outcomes =
                    Evaluation.outcomesAlong(left, right, shares, examples, progress.silent());
            for (int k = 0; k < outcomes.size(); k++) {
                slice.losses[at + columns.get(k)] = outcomes.get(k).loss();
                slice.accuracies[at + columns.get(k)] = outcomes.get(k).accuracy();
            }
            return columns.size();
        }

        private LossSlice copy() {
            return new LossSlice(
                    slice.plane,
                    slice.window,
                    slice.resolution,
                    slice.losses.clone(),
                    slice.accuracies.clone(),
                    slice.anchors);
        }
    }
}
