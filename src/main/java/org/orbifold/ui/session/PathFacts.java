package org.orbifold.ui.session;

import java.util.OptionalDouble;
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
 * @param length in weight space; empty of paths between canonical forms
 * @param energy of a curve
 * @param together some of its networks on test rows
 */
public record PathFacts(PathFigure.Kind kind, OptionalDouble length, OptionalDouble energy, PathEnsemble together) {
    private static final int NETWORKS = 5;

    static PathFacts of(PathFigure.Kind kind, Path path, Examples test, Progress progress) {
        return new PathFacts(kind, length(path), energy(path), PathEnsemble.along(path, NETWORKS, test, progress));
    }

    private static OptionalDouble length(Path path) {
        return switch (path) {
            case Path.Linear line -> OptionalDouble.of(line.a().distance(line.b()));
            case Curve curve -> OptionalDouble.of(curve.length());
            case Path.Geodesic _ -> OptionalDouble.empty();
            case Path.Chord _ -> OptionalDouble.empty();
        };
    }

    private static OptionalDouble energy(Path path) {
        return path instanceof Curve curve ? OptionalDouble.of(curve.energy()) : OptionalDouble.empty();
    }

    /** The losses of it in a short line. */
    public String brief() {
        return words("length ", length, "; ") + NETWORKS + " networks on it averaged: loss "
                + Type.number(together.ensemble().average().loss())
                + ", of mean weights "
                + Type.number(together.mean().loss());
    }

    /** All of it. */
    public String words() {
        return "The " + kind.label() + " path" + words(" is ", length, " long") + words(", its energy is ", energy, "")
                + (length.isPresent() ? "; the" : ": the") + " predictions of " + NETWORKS
                + " networks on it, averaged, have "
                + words(together.ensemble().average())
                + " on the test rows; one network of their mean weights has "
                + words(together.mean()) + ".";
    }

    private static String words(String before, OptionalDouble figure, String after) {
        return figure.isPresent() ? before + Type.number(figure.getAsDouble()) + after : "";
    }

    private static String words(Measures.Outcome outcome) {
        return "loss " + Type.number(outcome.loss()) + " and accuracy " + Type.number(outcome.accuracy());
    }
}
