package org.orbifold.align;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Weights;

/** What is to be small between a network A and another, B, moved (Pena et al. 2023, section 3). */
public enum LineObjective {
    /** The squared distance of their parameters. */
    L2("l2"),
    /** The loss halfway between them. */
    MID("mid"),
    /** The loss at a random place between them: its mean. */
    RND("rnd");

    /** Where the mean loss between two networks is looked for. */
    private static final List<Double> PLACES = List.of(0.1, 0.3, 0.5, 0.7, 0.9);

    private final String id;

    LineObjective(String id) {
        this.id = id;
    }

    /** The name on the command line. */
    public String id() {
        return id;
    }

    /**
     * The objective of that name.
     *
     * @throws Fault if there is none
     */
    public static LineObjective parse(String id) {
        return Arrays.stream(values())
                .filter(objective -> objective.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new Fault("--objective " + id + ": there are "
                        + Arrays.stream(values()).map(LineObjective::id).collect(Collectors.joining(", "))));
    }

    /** The objective over rows, in nats but for {@link #L2}; of {@link #RND}, the mean over five places. */
    double of(Weights a, Weights moved, Examples rows) {
        if (this == L2) {
            double distance = a.distance(moved);
            return distance * distance;
        }
        List<Double> places = this == MID ? List.of(0.5) : PLACES;
        return Evaluation.outcomesAlong(a, moved, places, rows, Progress.NONE).stream()
                .mapToDouble(Measures.Outcome::loss)
                .average()
                .orElseThrow();
    }
}
