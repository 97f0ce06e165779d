package org.orbifold.ui.session;

import java.util.Optional;
import org.orbifold.figure.PathFigure;
import org.orbifold.figure.Type;
import org.orbifold.job.Progress;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.path.Curve;
import org.orbifold.path.Path;
import org.orbifold.path.PathEnsemble;

/**
 * A path in figures: how long it is, and what its networks do together.
 *
 * @param course length and energy in words; empty of paths that are not straight or bent in weight space itself
 * @param together some of its networks on test rows
 */
public record PathFacts(PathFigure.Kind kind, Optional<String> course, PathEnsemble together) {
    private static final int NETWORKS = 5;

    static PathFacts of(PathFigure.Kind kind, Path path, Examples test, Progress progress) {
        return new PathFacts(kind, course(path), PathEnsemble.along(path, NETWORKS, test, progress));
    }

    private static Optional<String> course(Path path) {
        return switch (path) {
            case Path.Linear line ->
                Optional.of("length " + Type.number(line.a().distance(line.b())));
            case Curve curve ->
                Optional.of("length " + Type.number(curve.length()) + " (straight "
                        + Type.number(curve.at(0).distance(curve.at(1))) + "), energy "
                        + Type.number(curve.energy()));
            case Path.Geodesic _ -> Optional.empty();
            case Path.Chord _ -> Optional.empty();
        };
    }

    /** The losses of it in a short line. */
    public String brief() {
        return course.map(words -> words + "; ").orElse("")
                + "loss of " + NETWORKS + " averaged "
                + Type.number(together.ensemble().average().loss())
                + ", of their mean "
                + Type.number(together.mean().loss());
    }

    /** All of it. */
    public String words() {
        return "The path is " + kind.label() + course.map(words -> ": " + words).orElse("") + ".\nThe predictions of "
                + NETWORKS
                + " networks on it, averaged, have " + words(together.ensemble().average())
                + " on the test rows; one network of their mean weights has "
                + words(together.mean()) + ".";
    }

    private static String words(Measures.Outcome outcome) {
        return "loss " + Type.number(outcome.loss()) + " and accuracy " + Type.number(outcome.accuracy());
    }
}
