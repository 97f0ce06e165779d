package org.orbifold.ui.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.orbifold.job.JobExecutor;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.path.LossSlice;
import org.orbifold.path.LossSlice.Named;
import org.orbifold.path.WeightPlane;

/** The loss around the networks: on a plane through three of them, or on planes of random directions around A. */
public final class SliceCourse {
    /** How many planes of random directions are shown at once. */
    public static final int REROLLS = 9;

    private static final int RESOLUTION = 51;
    private static final int SMALL = 21;

    /** Multiplications that a slice may cost: some seconds. Of larger networks fewer rows are looked at. */
    private static final double BUDGET = 4e10;

    private static final int LEAST_ROWS = 200;
    private static final double MARGIN = 0.3;
    private static final double RADIUS = 1;

    /** Which plane. */
    public enum Kind {
        /** Through A, B, and B aligned. */
        ALIGNED("Aligned"),
        /** Through A, B, and the control point of the Bezier curve. */
        BEND("Bezier"),
        /** Of two random directions around A. */
        RANDOM("Random");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name in words. */
        public String label() {
            return label;
        }
    }

    /**
     * The networks as they are.
     *
     * @param aligned B aligned
     * @param control the control point of the Bezier curve
     */
    record Networks(Weights a, Optional<Weights> b, Optional<Weights> aligned, Optional<Weights> control) {
        private Optional<Weights> third(Kind kind) {
            return switch (kind) {
                case ALIGNED -> aligned;
                case BEND -> control;
                case RANDOM -> Optional.empty();
            };
        }

        private boolean offers(Kind kind) {
            return kind == Kind.RANDOM || (b.isPresent() && third(kind).isPresent());
        }
    }

    private final Latest work;
    private final Executor fx;
    private final Supplier<Optional<Networks>> networks;
    private final Supplier<Optional<Examples>> rows;
    private final BooleanProperty active = new SimpleBooleanProperty(this, "active", false);
    private final BooleanProperty held = new SimpleBooleanProperty(this, "held", false);
    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(this, "kind", Kind.ALIGNED);
    private final LongProperty seed = new SimpleLongProperty(this, "seed", 0);
    private final IntegerProperty count = new SimpleIntegerProperty(this, "count", 1);
    private final ReadOnlyObjectWrapper<List<LossSlice>> slices =
            new ReadOnlyObjectWrapper<>(this, "slices", List.of());
    private final ReadOnlyIntegerWrapper rowsSeen = new ReadOnlyIntegerWrapper(this, "rowsSeen", 0);
    private List<Object> asked = List.of();
    private int requests;

    SliceCourse(
            JobExecutor executor,
            Executor fx,
            Supplier<Optional<Networks>> networks,
            Supplier<Optional<Examples>> rows,
            Consumer<Throwable> onFailure) {
        this.fx = fx;
        this.networks = networks;
        this.rows = rows;
        work = new Latest(executor, fx, onFailure);
        work.stop().addListener((o, before, now) -> now.ifPresent(why -> slices.set(List.of())));
        active.addListener((o, before, now) -> refresh());
        held.addListener((o, before, now) -> refresh());
        kind.addListener((o, before, now) -> refresh());
        seed.addListener((o, before, now) -> refresh());
        count.addListener((o, before, now) -> refresh());
    }

    /** Whether slices are looked at; none is computed while they are not. */
    public BooleanProperty active() {
        return active;
    }

    /** Whether a network is held in the hand: the plane stays as it is then. */
    public BooleanProperty held() {
        return held;
    }

    /** The plane that is asked for. */
    public ObjectProperty<Kind> kind() {
        return kind;
    }

    /** The seed of random directions; of the first of several. */
    public LongProperty seed() {
        return seed;
    }

    /** How many planes of random directions: 1, or {@link #REROLLS}. */
    public IntegerProperty count() {
        return count;
    }

    /** What is known of the slices; none before the first is begun. */
    public ReadOnlyObjectProperty<List<LossSlice>> slices() {
        return slices.getReadOnlyProperty();
    }

    /** Why nothing comes: the evaluation was cancelled, or there is no such plane. */
    public ReadOnlyObjectProperty<Optional<String>> stop() {
        return work.stop();
    }

    /** Evaluates what is asked for once more. */
    public void again() {
        asked = List.of();
        refresh();
    }

    /** How many training rows the loss is evaluated on. */
    public ReadOnlyIntegerProperty rowsSeen() {
        return rowsSeen.getReadOnlyProperty();
    }

    /** Whether there is such a plane. */
    public boolean offers(Kind which) {
        return networks.get().filter(now -> now.offers(which)).isPresent();
    }

    /** The plane that is shown: the one asked for, or where there is none yet, of random directions. */
    public Kind shown() {
        return offers(kind.get()) ? kind.get() : Kind.RANDOM;
    }

    /** Other networks: what is known is of no use any more. */
    void forget() {
        requests++;
        work.drop();
        asked = List.of();
        slices.set(List.of());
    }

    /** Begins anew, as the networks, the data or the plane are others now. */
    void refresh() {
        if (held.get()) {
            return;
        }
        Optional<Networks> now = networks.get();
        Optional<Examples> all = rows.get();
        if (!active.get() || now.isEmpty() || all.isEmpty()) {
            forget();
            return;
        }
        Kind which = shown();
        int several = which == Kind.RANDOM ? count.get() : 1;
        List<Object> question = List.of(now.get(), which, several, seed.get(), all.get());
        if (question.equals(asked)) {
            return;
        }
        asked = question;
        requests++;
        Examples on = affordable(all.get(), now.get().a.architecture());
        rowsSeen.set(on.rows());
        List<Long> seeds =
                LongStream.range(0, several).mapToObj(k -> seed.get() + k).toList();
        int request = requests;
        AtomicReference<List<LossSlice>> latest = new AtomicReference<>();
        work.submit(
                "Evaluating the loss around the networks",
                progress -> evaluate(
                        now.get(),
                        which,
                        seeds,
                        on,
                        seen -> {
                            if (latest.getAndSet(seen) == null) {
                                fx.execute(() -> {
                                    List<LossSlice> come = latest.getAndSet(null);
                                    if (come != null && request == requests) {
                                        slices.set(come);
                                    }
                                });
                            }
                        },
                        progress),
                found -> {
                    latest.set(null);
                    slices.set(found);
                });
    }

    /** The first rows, as many as a slice can be evaluated on in some seconds; a perceptron's first layer costs little. */
    private static Examples affordable(Examples all, Architecture architecture) {
        double each = (double) architecture.multiplications()
                - (architecture.isPerceptron() ? (double) architecture.inputs() * architecture.out(0) : 0);
        double affordable = BUDGET / Math.max(1, each) / (RESOLUTION * RESOLUTION);
        int count = (int) Math.min(all.rows(), Math.max(LEAST_ROWS, affordable));
        return count == all.rows() ? all : all.slice(0, count);
    }

    private static List<LossSlice> evaluate(
            Networks now, Kind kind, List<Long> seeds, Examples on, Consumer<List<LossSlice>> seen, Progress progress) {
        List<Named> named = named(now, kind);
        List<LossSlice> slices = new ArrayList<>();
        for (long seed : seeds) {
            WeightPlane plane = kind == Kind.RANDOM
                    ? WeightPlane.random(now.a, seed)
                    : WeightPlane.through(
                            now.a, now.b.orElseThrow(), now.third(kind).orElseThrow());
            slices.add(LossSlice.blank(
                    plane, window(plane, kind, named), seeds.size() > 1 ? SMALL : RESOLUTION, named, on));
        }
        for (int k = 0; k < slices.size(); k++) {
            int number = k;
            LossSlice blank = slices.get(k);
            progress.report(k, slices.size(), "evaluating the loss around the networks");
            slices.set(
                    k,
                    LossSlice.of(
                            blank.plane(),
                            blank.window(),
                            blank.resolution(),
                            named,
                            on,
                            part -> {
                                List<LossSlice> all = new ArrayList<>(slices);
                                all.set(number, part);
                                seen.accept(all);
                            },
                            slices.size() > 1 ? progress.silent() : progress));
        }
        return slices;
    }

    /** The networks that make the plane, and those that are seen from it. */
    private static List<Named> named(Networks now, Kind kind) {
        List<Named> named = new ArrayList<>();
        named.add(new Named("A", now.a));
        now.b.ifPresent(b -> named.add(new Named("B", b)));
        Optional<Named> aligned = now.aligned.map(network -> new Named("B aligned", network));
        Optional<Named> control = now.control.map(network -> new Named("Bezier control", network));
        (kind == Kind.BEND ? control : aligned).ifPresent(named::add);
        (kind == Kind.BEND ? aligned : control).ifPresent(named::add);
        return named;
    }

    private static LossSlice.Window window(WeightPlane plane, Kind kind, List<Named> named) {
        return kind == Kind.RANDOM
                ? LossSlice.Window.centered(RADIUS)
                : LossSlice.Window.around(
                        named.subList(0, 3).stream()
                                .map(each -> plane.project(each.network()))
                                .toList(),
                        MARGIN);
    }
}
