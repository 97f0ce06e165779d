package org.orbifold.ui.session;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.orbifold.data.DataSet;
import org.orbifold.data.Split;
import org.orbifold.figure.PathFigure;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Architecture;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Weights;
import org.orbifold.path.LossBarrier;
import org.orbifold.path.Path;

/** What is measured of a session's networks on its data, by jobs of which only the latest of a kind counts. */
public final class Gauges {
    /** Rows that curves are evaluated on at most, of training and test rows each. */
    private static final int ROWS = 2000;

    /** Multiplications of all rows at a point from which on a curve is first seen at few points. */
    private static final double SLOW = 2e8;

    private static final int COARSE = 7;

    private final Latest strip;
    private final Latest gauge;
    private final Latest curveWork;
    private final Latest factWork;
    private final ReadOnlyObjectWrapper<Optional<Invariants>> invariants =
            new ReadOnlyObjectWrapper<>(this, "invariants", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Measures.Outcome>> outcome =
            new ReadOnlyObjectWrapper<>(this, "outcome", Optional.empty());
    private final ReadOnlyObjectWrapper<List<PathFigure.Curve>> curves =
            new ReadOnlyObjectWrapper<>(this, "curves", List.of());
    private final ReadOnlyObjectWrapper<Optional<PathFacts>> facts =
            new ReadOnlyObjectWrapper<>(this, "facts", Optional.empty());
    private Optional<Examples> all = Optional.empty();
    private Optional<Examples> training = Optional.empty();
    private Optional<Examples> test = Optional.empty();

    Gauges(JobExecutor executor, Executor fx, Consumer<Throwable> onFailure) {
        strip = new Latest(executor, fx, onFailure);
        gauge = new Latest(executor, fx, onFailure);
        curveWork = new Latest(executor, fx, onFailure);
        factWork = new Latest(executor, fx, onFailure);
    }

    /** What the edits left unchanged and what they moved. */
    public ReadOnlyObjectProperty<Optional<Invariants>> invariants() {
        return invariants.getReadOnlyProperty();
    }

    /** Loss and accuracy, on all rows, of the network shown. */
    public ReadOnlyObjectProperty<Optional<Measures.Outcome>> outcome() {
        return outcome.getReadOnlyProperty();
    }

    /** Loss and accuracy along the paths from A to B. */
    public ReadOnlyObjectProperty<List<PathFigure.Curve>> curves() {
        return curves.getReadOnlyProperty();
    }

    /** The path that t runs on, in figures. */
    public ReadOnlyObjectProperty<Optional<PathFacts>> facts() {
        return facts.getReadOnlyProperty();
    }

    /** Why no curves come: their evaluation was cancelled, or failed. */
    public ReadOnlyObjectProperty<Optional<String>> stop() {
        return curveWork.stop();
    }

    void measureOn(DataSet data, Split split) {
        all = Optional.of(data.examples());
        training = Optional.of(data.examples().gather(limit(split.train())));
        test = Optional.of(data.examples().gather(limit(split.test())));
    }

    private static int[] limit(int[] rows) {
        return Arrays.copyOf(rows, Math.min(ROWS, rows.length));
    }

    /** Whether networks of an architecture can be measured on the data. */
    boolean fit(Architecture architecture) {
        return fitting(architecture, all).isPresent();
    }

    private static Optional<Examples> fitting(Architecture architecture, Optional<Examples> rows) {
        return rows.filter(r -> r.width() == architecture.inputs() && r.classes() <= architecture.outputs());
    }

    /** The training rows that networks of an architecture are measured on, if they fit. */
    Optional<Examples> trainingFor(Architecture architecture) {
        return fitting(architecture, training);
    }

    /** The same of the test rows. */
    Optional<Examples> testFor(Architecture architecture) {
        return fitting(architecture, test);
    }

    void measureEdit(Weights before, Weights now) {
        Optional<Examples> rows = fitting(now.architecture(), all);
        strip.submit(
                "Measuring the edit",
                progress -> Invariants.between(before, now, rows, progress.silent()),
                found -> invariants.set(Optional.of(found)));
    }

    void measureShown(Optional<Weights> shown) {
        Optional<Examples> rows = shown.flatMap(weights -> fitting(weights.architecture(), all));
        if (rows.isEmpty()) {
            gauge.drop();
            outcome.set(Optional.empty());
            return;
        }
        gauge.submit(
                "Measuring",
                progress -> Evaluation.outcome(shown.orElseThrow(), rows.get(), progress.silent()),
                found -> outcome.set(Optional.of(found)));
    }

    /** Evaluates paths between networks of an architecture. */
    void measurePaths(Architecture architecture, Map<PathFigure.Kind, Path> paths) {
        Optional<Examples> solid = trainingFor(architecture);
        Optional<Examples> dashed = testFor(architecture);
        if (solid.isEmpty() || dashed.isEmpty()) {
            forgetPaths();
            return;
        }
        boolean slow = (double) architecture.multiplications() * solid.get().rows() > SLOW;
        measurePaths(slow ? COARSE : LossBarrier.POINTS, paths, solid.get(), dashed.get());
    }

    private void measurePaths(int points, Map<PathFigure.Kind, Path> paths, Examples solid, Examples dashed) {
        curveWork.submit(
                "Evaluating the path", progress -> Curves.evaluate(paths, points, solid, dashed, progress), found -> {
                    curves.set(found);
                    if (points < LossBarrier.POINTS) {
                        measurePaths(LossBarrier.POINTS, paths, solid, dashed);
                    }
                });
    }

    /** Takes the measures of the path that t runs on, of networks of an architecture. */
    void measurePath(Architecture architecture, PathFigure.Kind kind, Path path) {
        testFor(architecture)
                .ifPresent(rows -> factWork.submit(
                        "Measuring the path",
                        progress -> PathFacts.of(kind, path, rows, progress),
                        found -> facts.set(Optional.of(found))));
    }

    void forgetPaths() {
        curveWork.drop();
        factWork.drop();
        facts.set(Optional.empty());
        curves.set(List.of());
    }
}
