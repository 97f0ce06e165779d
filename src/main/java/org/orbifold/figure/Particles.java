package org.orbifold.figure;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.orbifold.flow.PrincipalPlane;
import org.orbifold.flow.PrincipalPlane.Place;
import org.orbifold.flow.Trajectories;

/**
 * Networks on their way through a flow, seen in a plane.
 *
 * @param tracks of each network, where it was at flow times from 0 to 1, equally far apart
 * @param training where the networks are that the flow learned from
 * @param plane of the view
 * @param frame what of the plane is seen
 */
public record Particles(List<List<Place>> tracks, List<Place> training, PrincipalPlane plane, Domain frame) {
    /** The share of particles, to each side, that the frame need not hold. */
    private static final double OUTLYING = 0.02;

    public Particles {
        tracks = tracks.stream().map(List::copyOf).toList();
        training = List.copyOf(training);
    }

    /** Networks seen in the principal plane of the training networks, or of the particles in the end without any. */
    public static Particles of(Trajectories trajectories, List<float[]> training) {
        List<float[]> spread = training.isEmpty() ? trajectories.points().getLast() : training;
        return of(trajectories, PrincipalPlane.of(spread), training);
    }

    /**
     * Networks seen in a plane, in a frame around the training networks and where the particles start, so that it stays
     * the same while the flow is trained. Without training networks the frame is around all that is seen.
     *
     * @param training points of the training networks, if they are known
     */
    public static Particles of(Trajectories trajectories, PrincipalPlane plane, List<float[]> training) {
        List<Place> moving = (training.isEmpty()
                        ? trajectories.points().stream().flatMap(List::stream)
                        : trajectories.points().getFirst().stream())
                .map(plane::place)
                .toList();
        return of(
                trajectories,
                plane,
                training,
                around(training.stream().map(plane::place).toList(), moving));
    }

    /** Networks seen in a plane and a frame. */
    public static Particles of(Trajectories trajectories, PrincipalPlane plane, List<float[]> training, Domain frame) {
        List<List<Place>> tracks = IntStream.range(0, trajectories.count())
                .mapToObj(k -> trajectories.points().stream()
                        .map(now -> plane.place(now.get(k)))
                        .toList())
                .toList();
        return new Particles(tracks, training.stream().map(plane::place).toList(), plane, frame);
    }

    /** A frame around the training networks and what moves; a few particles start far out, and are left out. */
    private static Domain around(List<Place> training, List<Place> moving) {
        double[] x = extent(training, moving, Place::x);
        double[] y = extent(training, moving, Place::y);
        double margin = 0.12 * Math.max(1e-6, Math.max(x[1] - x[0], y[1] - y[0]));
        return new Domain(x[0] - margin, y[0] - margin, x[1] + margin, y[1] + margin);
    }

    private static double[] extent(List<Place> training, List<Place> moving, ToDoubleFunction<Place> coordinate) {
        double[] sorted = moving.stream().mapToDouble(coordinate).sorted().toArray();
        int left = (int) (OUTLYING * sorted.length);
        DoubleStream inner = Arrays.stream(sorted, left, sorted.length - left);
        var all = DoubleStream.concat(inner, training.stream().mapToDouble(coordinate))
                .summaryStatistics();
        return new double[] {all.getMin(), all.getMax()};
    }

    /** Where a particle is at a flow time. */
    public Place at(int particle, double tau) {
        List<Place> track = tracks.get(particle);
        double place = Math.clamp(tau, 0, 1) * (track.size() - 1);
        int before = Math.min(track.size() - 2, (int) place);
        double share = place - before;
        Place from = track.get(before);
        Place to = track.get(before + 1);
        return new Place(from.x() + share * (to.x() - from.x()), from.y() + share * (to.y() - from.y()));
    }

    /** How fast a particle moves in the plane at a flow time: its way there, a unit of time. */
    public Place velocity(int particle, double tau) {
        List<Place> track = tracks.get(particle);
        int steps = track.size() - 1;
        int before = Math.min(steps - 1, (int) (Math.clamp(tau, 0, 1) * steps));
        Place from = track.get(before);
        Place to = track.get(before + 1);
        return new Place(steps * (to.x() - from.x()), steps * (to.y() - from.y()));
    }
}
