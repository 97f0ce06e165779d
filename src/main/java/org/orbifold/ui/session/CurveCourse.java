package org.orbifold.ui.session;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.orbifold.figure.PathFigure;
import org.orbifold.job.Job;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.path.Curve;
import org.orbifold.path.CurveTraining;

/**
 * Curves from A to B that are trained to go round the barrier. What is kept of one is its bends: its ends are A and B as
 * they are now, so a curve whose ends were edited since is drawn as it then is.
 */
public final class CurveCourse {
    private final History history;
    private final Latest work;
    private final Executor fx;
    private final LongSupplier seed;
    private final Runs runs;
    private final Runnable onChange;
    private final ReadOnlyObjectWrapper<Map<PathFigure.Kind, List<Weights>>> bends =
            new ReadOnlyObjectWrapper<>(this, "bends", Map.of());
    private final ReadOnlyObjectWrapper<Optional<PathFigure.Kind>> training =
            new ReadOnlyObjectWrapper<>(this, "training", Optional.empty());

    /** The control point's place before it was taken in the hand. */
    private Optional<List<Weights>> settled = Optional.empty();

    /** Puts back what was there before the training under way. */
    private Runnable onStop = () -> {};

    CurveCourse(
            JobExecutor executor,
            Executor fx,
            History history,
            LongSupplier seed,
            Runs runs,
            Runnable onChange,
            Consumer<Throwable> onFailure) {
        this.history = history;
        this.fx = fx;
        this.seed = seed;
        this.runs = runs;
        this.onChange = onChange;
        work = new Latest(executor, fx, onFailure);
        work.stop()
                .addListener((o, before, now) -> now.ifPresent(why -> {
                    training.set(Optional.empty());
                    onStop.run();
                }));
    }

    /** The bends of each kind of curve that there is. */
    public ReadOnlyObjectProperty<Map<PathFigure.Kind, List<Weights>>> bends() {
        return bends.getReadOnlyProperty();
    }

    /** The kind that is being trained. */
    public ReadOnlyObjectProperty<Optional<PathFigure.Kind>> training() {
        return training.getReadOnlyProperty();
    }

    /** The curve of a kind between two networks, if there is one. */
    Optional<Curve> between(PathFigure.Kind kind, Weights a, Weights b) {
        return Optional.ofNullable(bends.get().get(kind))
                .map(points -> straight(kind, a, b).withBends(points));
    }

    private static Curve straight(PathFigure.Kind kind, Weights a, Weights b) {
        return kind == PathFigure.Kind.BEZIER ? Curve.Bezier.straight(a, b) : Curve.Chain.straight(a, b, 1);
    }

    /** Other networks: there are no curves between them yet. */
    void forget() {
        work.drop();
        training.set(Optional.empty());
        bends.set(Map.of());
    }

    /** Takes other curves. */
    void restore(Map<PathFigure.Kind, List<Weights>> others) {
        bends.set(Map.copyOf(others));
        onChange.run();
    }

    /** What the history calls a training. */
    static String editName(PathFigure.Kind kind) {
        return "train(" + kind.label() + ")";
    }

    /** Trains a curve of a kind from the straight path, as a job; it is seen on its way, and can be undone in the end. */
    void train(PathFigure.Kind kind, Weights a, Weights b, Examples rows) {
        Optional<List<Weights>> before = Optional.ofNullable(bends.get().get(kind));
        onStop = () -> force(kind, before);
        training.set(Optional.of(kind));
        AtomicReference<Curve> latest = new AtomicReference<>();
        CurveTraining.Plan plan = new CurveTraining.Plan(
                CurveTraining.Plan.LEARNING_RATE, CurveTraining.Plan.BATCH, CurveTraining.Plan.STEPS, seed.getAsLong());
        Job<Curve> job = work.submit(
                "Training a " + kind.label() + " curve from A to B",
                progress -> CurveTraining.train(
                        straight(kind, a, b),
                        plan,
                        rows,
                        curve -> {
                            if (latest.getAndSet(curve) == null) {
                                fx.execute(() -> seen(kind, latest.getAndSet(null)));
                            }
                        },
                        progress),
                curve -> {
                    latest.set(null);
                    training.set(Optional.empty());
                    history.add(new Edit.Rebend(editName(kind), kind, before, Optional.of(curve.bends())));
                    force(kind, Optional.of(curve.bends()));
                });
        runs.add(job);
    }

    private void seen(PathFigure.Kind kind, Curve curve) {
        if (curve != null && training.get().filter(kind::equals).isPresent()) {
            force(kind, Optional.of(curve.bends()));
        }
    }

    /** Puts the control point of the Bezier curve elsewhere, by a name, so that it can be undone. */
    public void bend(String name, Weights control) {
        PathFigure.Kind kind = PathFigure.Kind.BEZIER;
        Optional<List<Weights>> before =
                settled.or(() -> Optional.ofNullable(bends.get().get(kind)));
        settled = Optional.empty();
        history.add(new Edit.Rebend(name, kind, before, Optional.of(List.of(control))));
        force(kind, Optional.of(List.of(control)));
    }

    /** Shows the control point of the Bezier curve elsewhere, while it is dragged. */
    public void preview(Weights control) {
        settled = settled.or(() -> Optional.ofNullable(bends.get().get(PathFigure.Kind.BEZIER)));
        force(PathFigure.Kind.BEZIER, Optional.of(List.of(control)));
    }

    /** Puts bends in force, as they were or are to be. */
    void force(PathFigure.Kind kind, Optional<List<Weights>> points) {
        Map<PathFigure.Kind, List<Weights>> now = new EnumMap<>(PathFigure.Kind.class);
        now.putAll(bends.get());
        points.ifPresentOrElse(some -> now.put(kind, some), () -> now.remove(kind));
        bends.set(Map.copyOf(now));
        onChange.run();
    }
}
