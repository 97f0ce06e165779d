package org.orbifold.ui.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.orbifold.align.Alignment;
import org.orbifold.align.Match;
import org.orbifold.align.Matching;
import org.orbifold.align.Pins;
import org.orbifold.figure.Type;
import org.orbifold.job.Fault;
import org.orbifold.job.Job;
import org.orbifold.job.JobExecutor;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.path.LossBarrier;
import org.orbifold.path.Path;
import org.orbifold.symmetry.Permutation;

/**
 * How B's hidden neurons are brought to A's: by a method, whose steps are kept and can be gone through, and by hand. The
 * networks are those opened, not edited.
 */
public final class MatchingCourse {
    /**
     * What a method came to.
     *
     * @param steps from where it started
     * @param training the barrier of the straight path to B aligned, on training rows
     * @param test the same, on test rows
     */
    public record Outcome(
            Alignment alignment,
            boolean canonical,
            List<Matching.Step> steps,
            Optional<LossBarrier> training,
            Optional<LossBarrier> test,
            double seconds) {
        public Outcome {
            steps = List.copyOf(steps);
        }

        private String words() {
            return test.map(barrier -> "done, test barrier " + Type.number(barrier.barrier()))
                    .orElse("done");
        }
    }

    /** The networks, and what of the data methods may see. */
    private record Problem(Weights a, Weights b, Optional<Examples> training, Optional<Examples> test) {}

    private final History history;
    private final Consumer<Optional<Alignment>> adopt;
    private final Latest work;
    private final Executor fx;
    private final LongSupplier seed;
    private final Runs runs;
    private final ObjectProperty<MatchingMethod> method =
            new SimpleObjectProperty<>(this, "method", MatchingMethod.WEIGHT);
    private final BooleanProperty canonical = new SimpleBooleanProperty(this, "canonical", false);
    private final IntegerProperty layer = new SimpleIntegerProperty(this, "layer", 0);
    private final IntegerProperty place = new SimpleIntegerProperty(this, "place", -1);
    private final ObservableList<Matching.Step> steps = FXCollections.observableArrayList();

    /** Kept, as is {@link #outcomesSeen}: a view hears of changes only as long as somebody holds it. */
    private final ObservableList<Matching.Step> stepsSeen = FXCollections.unmodifiableObservableList(steps);

    private final ObservableMap<MatchingMethod, Outcome> outcomes =
            FXCollections.observableMap(new EnumMap<>(MatchingMethod.class));

    private final ObservableMap<MatchingMethod, Outcome> outcomesSeen =
            FXCollections.unmodifiableObservableMap(outcomes);

    private final ReadOnlyObjectWrapper<Optional<MatchingMethod>> running =
            new ReadOnlyObjectWrapper<>(this, "running", Optional.empty());
    private final ReadOnlyObjectWrapper<MatchingState> state =
            new ReadOnlyObjectWrapper<>(this, "state", MatchingState.NONE);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(this, "problem", Optional.empty());

    MatchingCourse(
            JobExecutor executor,
            Executor fx,
            History history,
            LongSupplier seed,
            Runs runs,
            Consumer<Optional<Alignment>> adopt,
            Consumer<Throwable> onFailure) {
        this.history = history;
        this.adopt = adopt;
        this.fx = fx;
        this.seed = seed;
        this.runs = runs;
        work = new Latest(executor, fx, onFailure);
        work.stop()
                .addListener((o, before, now) -> now.ifPresent(why -> {
                    running.set(Optional.empty());
                    forgetSteps();
                }));
        place.addListener((o, before, now) -> goTo(now.intValue()));
    }

    /** The method that is to align. */
    public ObjectProperty<MatchingMethod> method() {
        return method;
    }

    /** Whether it is to match modulo scalings. */
    public BooleanProperty canonical() {
        return canonical;
    }

    /** The hidden layer that is looked at. */
    public IntegerProperty layer() {
        return layer;
    }

    /** The steps of the method that ran last. */
    public ObservableList<Matching.Step> steps() {
        return stepsSeen;
    }

    /** The step that is shown and in force; -1 for none. */
    public IntegerProperty place() {
        return place;
    }

    /** What methods came to between these networks. */
    public ObservableMap<MatchingMethod, Outcome> outcomes() {
        return outcomesSeen;
    }

    /** The method that is running. */
    public ReadOnlyObjectProperty<Optional<MatchingMethod>> running() {
        return running.getReadOnlyProperty();
    }

    /** Which neurons are matched, and which of them are locked. */
    public ReadOnlyObjectProperty<MatchingState> state() {
        return state.getReadOnlyProperty();
    }

    /** Other networks, or none: everything is forgotten. */
    void open(Optional<Weights> a, Optional<Weights> b) {
        work.drop();
        running.set(Optional.empty());
        history.forgetBetween();
        outcomes.clear();
        layer.set(0);
        forgetSteps();
        state.set(MatchingState.NONE);
        problem.set(
                a.flatMap(first -> b.map(second -> new Problem(first, second, Optional.empty(), Optional.empty()))));
    }

    /** Other data: what methods came to is forgotten, but not the matching. */
    void measureOn(Optional<Examples> training, Optional<Examples> test) {
        outcomes.clear();
        problem.set(problem.get().map(known -> new Problem(known.a, known.b, training, test)));
    }

    /** The training rows that methods see. */
    public Optional<Examples> training() {
        return problem.get().flatMap(Problem::training);
    }

    /** Changes when other methods than before may be able to run. */
    public ObservableValue<?> problem() {
        return problem.getReadOnlyProperty();
    }

    /** Whether the method can run on what is open. */
    public boolean canRun(MatchingMethod which) {
        return problem.get()
                .filter(open -> !which.needsData() || open.training.isPresent())
                .isPresent();
    }

    /** Aligns B to A by the chosen method, as a job; its steps are seen as they come. */
    public void run() {
        run(List.of(method.get()));
    }

    /** Runs every method that can, one after the other; the chosen one last, so that it is what stays. */
    public void compare() {
        List<MatchingMethod> others = new ArrayList<>(Arrays.asList(MatchingMethod.values()));
        others.remove(method.get());
        others.add(method.get());
        run(others.stream().filter(this::canRun).toList());
    }

    private void run(List<MatchingMethod> methods) {
        if (methods.isEmpty() || !canRun(methods.getFirst())) {
            return;
        }
        Problem open = problem.get().orElseThrow();
        boolean modulo = canonical.get();
        Pins pins = state.get().pins();
        MatchingMethod now = methods.getFirst();
        forgetSteps();
        running.set(Optional.of(now));
        Feed feed = new Feed();
        long drawnBy = seed.getAsLong();
        Job<Outcome> job = work.submit(
                "Aligning B to A by " + now.label(),
                progress -> outcome(now, open, modulo, pins, drawnBy, feed, progress),
                found -> {
                    feed.close();
                    running.set(Optional.empty());
                    outcomes.put(now, found);
                    steps.setAll(found.steps);
                    if (methods.size() > 1) {
                        run(methods.subList(1, methods.size()));
                    } else {
                        change(now.editName(), new MatchingState(Optional.of(found.alignment), pins, modulo));
                        place.set(steps.size() - 1);
                    }
                });
        runs.add(job, Outcome::words);
    }

    private static Outcome outcome(
            MatchingMethod method, Problem open, boolean modulo, Pins pins, long seed, Feed feed, Progress progress) {
        long start = System.nanoTime();
        List<Matching.Step> steps = new ArrayList<>();
        Alignment found = Alignment.of(
                method.on(open.training),
                open.a,
                open.b,
                modulo,
                pins,
                seed,
                step -> {
                    steps.add(step);
                    feed.add(step);
                },
                progress);
        double seconds = (System.nanoTime() - start) * 1e-9;
        Path path = new Path.Linear(open.a, found.aligned());
        return new Outcome(
                found,
                modulo,
                steps,
                open.training.map(rows -> LossBarrier.along(path, LossBarrier.POINTS, rows, progress.silent())),
                open.test.map(rows -> LossBarrier.along(path, LossBarrier.POINTS, rows, progress.silent())),
                seconds);
    }

    /** Steps on their way to the FX thread, some at a time. */
    private final class Feed {
        private final Queue<Matching.Step> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean called = new AtomicBoolean();
        private boolean closed;

        void add(Matching.Step step) {
            waiting.add(step);
            if (called.compareAndSet(false, true)) {
                fx.execute(this::drain);
            }
        }

        private void drain() {
            called.set(false);
            List<Matching.Step> come = new ArrayList<>();
            for (Matching.Step step = waiting.poll(); step != null; step = waiting.poll()) {
                come.add(step);
            }
            if (!closed) {
                steps.addAll(come);
            }
        }

        void close() {
            closed = true;
        }
    }

    /** Adopts what was chosen of a method's outcome before. */
    public void choose(MatchingMethod which) {
        Outcome outcome = outcomes.get(which);
        if (outcome == null || running.get().isPresent()) {
            return;
        }
        forgetSteps();
        steps.setAll(outcome.steps);
        method.set(which);
        change(
                which.editName(),
                new MatchingState(Optional.of(outcome.alignment), state.get().pins(), outcome.canonical));
        place.set(steps.size() - 1);
    }

    private void forgetSteps() {
        steps.clear();
        place.set(-1);
    }

    /** Puts a step in force: what the method had matched then. */
    private void goTo(int step) {
        if (step < 0 || step >= steps.size() || running.get().isPresent()) {
            return;
        }
        Problem open = problem.get().orElseThrow();
        List<Permutation> permutations = steps.get(step).permutations();
        if (state.get().permutations().filter(permutations::equals).isPresent()) {
            return;
        }
        boolean modulo = state.get().canonical();
        Match match =
                new Match(open.a.architecture(), permutations, steps.get(step).objective(), step);
        force(new MatchingState(
                Optional.of(Alignment.at(open.a, open.b, modulo, match)),
                state.get().pins(),
                modulo));
    }

    /**
     * Matches a neuron of A with one of B, by hand; the neuron of A that had it gets the other's.
     *
     * @param a the neuron of A of the hidden layer that is looked at
     * @param b the neuron of B
     * @throws Fault if one of the two, or who has to give way, is locked
     */
    public void match(int a, int b) {
        problem.get().ifPresent(open -> {
            int hidden = layer.get();
            List<Permutation> permutations = new ArrayList<>(permutations(open));
            int[] matched = permutations.get(hidden).toArray();
            int other = permutations.get(hidden).inverse().get(b);
            if (matched[a] == b) {
                return;
            }
            Pins pins = state.get().pins();
            if (pins.hold(hidden, a, matched[a]) || pins.hold(hidden, other, b)) {
                throw new Fault(
                        "n" + (pins.hold(hidden, a, matched[a]) ? a : other) + " of A is locked: unlock it first");
            }
            matched[other] = matched[a];
            matched[a] = b;
            permutations.set(hidden, Permutation.of(matched));
            change("match(n" + a + ", n" + b + " of B) in hidden " + hidden, stateOf(open, permutations, pins));
        });
    }

    /** Locks a neuron of A to the neuron of B that it is matched to, or unlocks it. */
    public void toggleLock(int a) {
        problem.get().ifPresent(open -> {
            int hidden = layer.get();
            List<Permutation> permutations = permutations(open);
            Pins.Pin pin = new Pins.Pin(hidden, a, permutations.get(hidden).get(a));
            Set<Pins.Pin> pins = new HashSet<>(state.get().pins().pins());
            boolean locked = pins.remove(pin);
            if (!locked) {
                pins.add(pin);
            }
            change(
                    (locked ? "unlock(n" : "lock(n") + a + ", n" + pin.b() + " of B) in hidden " + hidden,
                    stateOf(open, permutations, new Pins(pins)));
        });
    }

    private List<Permutation> permutations(Problem open) {
        return state.get().permutations().orElseGet(() -> asOpened(open.a.architecture()));
    }

    /** Neurons of equal number, as A's were moved since it was opened. */
    private List<Permutation> asOpened(Architecture architecture) {
        return history.symmetries(architecture).permutations().stream()
                .map(Permutation::inverse)
                .toList();
    }

    /** The permutations in force, or while a method runs those of its latest step. */
    List<Permutation> shown(Architecture architecture) {
        return running.get().isPresent() && !steps.isEmpty()
                ? steps.getLast().permutations()
                : state.get().permutations().orElseGet(() -> asOpened(architecture));
    }

    private MatchingState stateOf(Problem open, List<Permutation> permutations, Pins pins) {
        boolean modulo = state.get().alignment().isPresent() ? state.get().canonical() : canonical.get();
        Match match = new Match(open.a.architecture(), permutations, Double.NaN, 0);
        return new MatchingState(Optional.of(Alignment.at(open.a, open.b, modulo, match)), pins, modulo);
    }

    /** Changes the matching, by a name, so that it can be undone. */
    private void change(String name, MatchingState to) {
        history.add(new Edit.Rematch(name, state.get(), to));
        force(to);
    }

    /** Takes another matching, if it is one. */
    void restore(MatchingState other) {
        if (!other.equals(MatchingState.NONE)) {
            force(other);
        }
    }

    /** Puts a state in force, as it was or is to be. */
    void force(MatchingState to) {
        state.set(to);
        adopt.accept(to.alignment());
    }
}
