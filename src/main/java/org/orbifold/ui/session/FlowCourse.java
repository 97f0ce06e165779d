package org.orbifold.ui.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.beans.binding.Bindings;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.orbifold.flow.Checkpoint;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowPlan;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.FlowTraining;
import org.orbifold.io.AtomicFile;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Job;
import org.orbifold.job.JobExecutor;
import org.orbifold.job.Progress;
import org.orbifold.job.Resting;
import org.orbifold.net.Examples;
import org.orbifold.study.SampleModels;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooData;

/**
 * The course of a flow's training: part of the {@link Session}, to be touched on the FX thread only. The training is one
 * long job; {@link #poll}, called once a frame while somebody looks, takes over how it stands.
 */
public final class FlowCourse {
    /** How a training stands. */
    public enum State {
        IDLE,
        RUNNING,
        PAUSED
    }

    /** The parts that a training step is told in: pair, point, target velocity, error and update. */
    public static final int PARTS = 5;

    /** Of training; less is not worth a question before it is forgotten. */
    private static final double SECONDS_WORTH_ASKING = 10;

    private final JobExecutor executor;
    private final Executor fx;
    private final Consumer<Throwable> onFailure;
    private final Latest opening;
    private final LongSupplier seed;
    private final Runs runs;

    private final ReadOnlyObjectWrapper<Optional<FlowTargets>> targets = wrapper("targets", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Path>> file = wrapper("file", Optional.empty());
    private final ReadOnlyObjectWrapper<State> state = wrapper("state", State.IDLE);
    private final ReadOnlyObjectWrapper<Optional<FlowRun.View>> view = wrapper("view", Optional.empty());
    private final ObjectProperty<FlowSettings> settings =
            new SimpleObjectProperty<>(this, "settings", FlowSettings.DEFAULT);

    private final IntegerProperty told = new SimpleIntegerProperty(this, "told", PARTS);

    /** What there is to go on from. */
    private Optional<Checkpoint> checkpoint = Optional.empty();

    private Optional<String> zooFile = Optional.empty();
    private final FlowKeeping keeping = new FlowKeeping();

    /** Asks a person whether a flow that is in no file may be forgotten, and goes on if so. */
    private Consumer<Runnable> question = Runnable::run;

    /** Whether the flow learned from the targets. */
    private boolean learned;

    /** Whether the training on its way was given up. */
    private boolean forgotten;

    private Optional<Job<?>> job = Optional.empty();
    private volatile Optional<FlowRun> run = Optional.empty();
    private volatile boolean resting;
    private volatile boolean stopping;

    /** The training rests between its steps, and can be stepped then; who asks may be the bar of jobs. */
    private final Resting rest = new Resting() {
        @Override
        public void rest() {
            resting = true;
            run.ifPresent(FlowRun::pause);
            fx.execute(FlowCourse.this::tellRest);
        }

        @Override
        public void proceed() {
            resting = false;
            run.ifPresent(FlowRun::proceed);
            fx.execute(FlowCourse.this::tellRest);
        }
    };

    private static <T> ReadOnlyObjectWrapper<T> wrapper(String name, T value) {
        return new ReadOnlyObjectWrapper<>(null, name, value);
    }

    FlowCourse(JobExecutor executor, Executor fx, LongSupplier seed, Runs runs, Consumer<Throwable> onFailure) {
        this.executor = executor;
        this.fx = fx;
        this.onFailure = onFailure;
        this.seed = seed;
        this.runs = runs;
        opening = new Latest(executor, fx, onFailure);
    }

    /** The zoo to learn from. */
    public ReadOnlyObjectProperty<Optional<FlowTargets>> targets() {
        return targets.getReadOnlyProperty();
    }

    /** Whether a training is on its way. */
    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /** The flow, and how its training went so far. */
    public ReadOnlyObjectProperty<Optional<FlowRun.View>> view() {
        return view.getReadOnlyProperty();
    }

    /** The file that the flow was read from, or its name if it comes with the program. */
    public ReadOnlyObjectProperty<Optional<Path>> file() {
        return file.getReadOnlyProperty();
    }

    /** The zoo, if the flow is known to have learned from it. */
    Optional<FlowTargets> learnedFrom() {
        return learned ? targets.get() : Optional.empty();
    }

    /** How much of the last step is told, up to {@link #PARTS}. */
    public IntegerProperty told() {
        return told;
    }

    /** What is to be trained. */
    public ObjectProperty<FlowSettings> settings() {
        return settings;
    }

    /** Opens the zoo that comes with the program and the flow that learned from it, unless another zoo is open. */
    public void openSample() {
        openSample(() -> {});
    }

    /** The same, and does something once they are open. */
    public void openSample(Runnable whenOpen) {
        if (targets.get().isEmpty()) {
            opening.submit(
                    "Opening the sample flow",
                    progress -> new Sample(FlowTargets.of(SampleModels.zoo(), progress), SampleModels.flow()),
                    sample -> {
                        targets.set(Optional.of(sample.targets));
                        showSample(new Opened(sample.flow, true));
                        whenOpen.run();
                    });
        }
    }

    private record Sample(FlowTargets targets, Checkpoint flow) {}

    /** The zoo's file, unless it is the one that comes with the program. */
    Optional<String> zooFile() {
        return zooFile;
    }

    /** The file that the flow was read from or written to last, the program's own included once it is there. */
    Optional<String> flowFile() {
        return keeping.place().map(Path::toString);
    }

    /** Has trainings leave their checkpoints in a file, every few seconds. */
    void keepIn(Path file) {
        keeping.leaveCheckpointsIn(file);
    }

    /** A file with the flow as it was a moment ago, if it is in none of the user's. */
    Optional<Path> unsavedFlow() {
        return checkpointFile().filter(file -> keeping.isOwn());
    }

    /** The file that trainings leave their checkpoints in, if it has one of this training. */
    private Optional<Path> checkpointFile() {
        return keeping.checkpoints()
                .filter(file -> (state.get() == State.IDLE || run.isPresent()) && Files.exists(file));
    }

    /** Whether there is a flow in no file of the user's that took a while to train. */
    public boolean hasUnsaved() {
        return unsavedFlow().isPresent()
                && view.get()
                        .filter(now -> !now.history().isEmpty())
                        .filter(now -> now.history().getLast().seconds() > SECONDS_WORTH_ASKING)
                        .isPresent();
    }

    /**
     * Has a person asked before a flow is forgotten that {@link #hasUnsaved is not saved}.
     *
     * @param question is given what goes on
     */
    public void beforeForgetting(Consumer<Runnable> question) {
        this.question = question;
    }

    private void askFirst(Runnable then) {
        if (hasUnsaved()) {
            question.accept(then);
        } else {
            then.run();
        }
    }

    /** The flow is in a file of the user's now; one that is still trained will soon be another. */
    void savedAs(Path file) {
        if (state.get() != State.RUNNING) {
            keeping.isIn(file);
        }
    }

    /** Opens a zoo to learn from; the flow that was trained until then is forgotten. */
    public void openZoo(Path file) {
        openZoo(file, () -> {});
    }

    /** Opens a zoo to learn from, and does something once it is open. */
    public void openZoo(Path file, Runnable whenOpen) {
        askFirst(() -> opening.submit("Opening " + file.getFileName(), progress -> zoo(file, progress), found -> {
            targets.set(Optional.of(found));
            zooFile = Optional.of(file.toString());
            forget();
            whenOpen.run();
        }));
    }

    private static FlowTargets zoo(Path file, Progress progress) {
        return FlowTargets.of(ModelFile.read(file.toString(), Optional.empty()), progress);
    }

    /** Opens the zoo that comes with the program; the flow that was trained until then is forgotten. */
    void openSampleZoo() {
        askFirst(() -> opening.submit(
                "Opening the sample zoo", progress -> FlowTargets.of(SampleModels.zoo(), progress), found -> {
                    targets.set(Optional.of(found));
                    zooFile = Optional.empty();
                    forget();
                }));
    }

    /** Opens the flow that comes with the program. */
    void openSampleFlow() {
        Optional<FlowTargets> known = targets.get();
        askFirst(() -> opening.submit(
                "Opening the sample flow", progress -> opened(SampleModels.flow(), known), this::showSample));
    }

    private void showSample(Opened opened) {
        show(opened);
        file.set(Optional.of(Path.of(SampleModels.FLOW)));
    }

    /** Opens a trained flow. */
    public void openFlow(Path file) {
        openFlow(file, () -> {});
    }

    /** Opens a trained flow, and does something once it is open. */
    public void openFlow(Path file, Runnable whenOpen) {
        Optional<FlowTargets> known = targets.get();
        askFirst(() -> opening.submit("Opening " + file.getFileName(), progress -> flow(file, known), opened -> {
            show(file, opened);
            whenOpen.run();
        }));
    }

    private static Opened flow(Path file, Optional<FlowTargets> zoo) {
        return opened(FlowFile.read(file), zoo);
    }

    private static Opened opened(Checkpoint read, Optional<FlowTargets> zoo) {
        return new Opened(
                read,
                zoo.filter(known -> read.learnsFrom(List.of(known.task()))).isPresent());
    }

    private void show(Path file, Opened opened) {
        show(opened);
        keeping.isIn(file);
        if (!keeping.isOwn()) {
            this.file.set(Optional.of(file));
        }
    }

    /** Opens what a session had open, and asks for what it asked for. */
    void restore(SessionState.Flow kept) {
        settings.set(kept.settings());
        Optional<Path> zoo = kept.zoo().map(Path::of);
        Optional<Path> flow = kept.file().map(Path::of);
        if (zoo.isEmpty() && flow.isEmpty()) {
            return;
        }
        opening.submit(
                "Opening " + flow.or(() -> zoo).orElseThrow().getFileName(),
                progress -> {
                    FlowTargets targets =
                            zoo.isPresent() ? zoo(zoo.get(), progress) : FlowTargets.of(SampleModels.zoo(), progress);
                    return new Kept(targets, flow.map(file -> flow(file, Optional.of(targets))));
                },
                opened -> {
                    targets.set(Optional.of(opened.targets));
                    zooFile = kept.zoo();
                    forget();
                    flow.ifPresent(file -> show(file, opened.flow.orElseThrow()));
                    settings.set(kept.settings());
                });
    }

    private record Kept(FlowTargets targets, Optional<Opened> flow) {}

    private void show(Opened opened) {
        forget();
        learned = opened.learned;
        settings.set(FlowSettings.of(opened.checkpoint.flow().plan()));
        keep(opened.checkpoint);
    }

    private record Opened(Checkpoint checkpoint, boolean learned) {}

    /** Writes the flow, and all that a later training needs to go on; while it is trained, as it was a moment ago. */
    public void save(Path file) {
        save(file, () -> {});
    }

    /**
     * The same.
     *
     * @param then run once it is in the file
     */
    public void save(Path file, Runnable then) {
        Optional<Consumer<Path>> writing = state.get() == State.IDLE
                ? checkpoint.map(kept -> to -> FlowFile.write(to, kept))
                : checkpointFile().map(kept -> to -> AtomicFile.write(to, out -> Files.copy(kept, out)));
        writing.ifPresent(work -> executor.submit("Saving " + file.getFileName(), progress -> {
                    work.accept(file);
                    return file;
                })
                .whenEnded((written, failure) -> fx.execute(() -> {
                    if (failure == null) {
                        savedAs(file);
                        then.run();
                    }
                    tell(Optional.ofNullable(failure));
                })));
    }

    private void tell(Optional<Throwable> failure) {
        failure.filter(cause -> !(cause instanceof CancellationException)).ifPresent(onFailure);
    }

    /** Forgets the flow, so that the next training starts from the beginning; ends one that is on its way. */
    public void reset() {
        askFirst(this::forget);
    }

    void forget() {
        forgotten = state.get() != State.IDLE;
        stop();
        run = Optional.empty();
        checkpoint = Optional.empty();
        keeping.isNowhere();
        file.set(Optional.empty());
        view.set(Optional.empty());
    }

    /** Trains, or goes on. */
    public void train() {
        if (state.get() == State.PAUSED) {
            keeping.isOnlyTrained();
            rest.proceed();
            job.ifPresent(Job::resume);
        } else if (state.get() == State.IDLE) {
            begin(false);
        }
    }

    /** Rests after the step that is being taken. */
    public void pause() {
        if (state.get() == State.RUNNING) {
            rest.rest();
            job.ifPresent(Job::pause);
        }
    }

    /** Takes one step, and rests. */
    public void stepOnce() {
        if (state.get() == State.IDLE) {
            begin(true);
        } else {
            keeping.isOnlyTrained();
            pause();
            run.ifPresent(FlowRun::stepOnce);
        }
    }

    /** Ends the training after the step that is being taken; {@link #train} goes on from there. */
    public void stop() {
        stopping = true;
        run.ifPresent(FlowRun::stop);
    }

    private void tellRest() {
        if (state.get() != State.IDLE) {
            state.set(resting ? State.PAUSED : State.RUNNING);
        }
    }

    private void begin(boolean oneStep) {
        if (targets.get().isEmpty()) {
            return;
        }
        FlowTargets from = targets.get().get();
        FlowSettings wanted = settings.get();
        Optional<Checkpoint> resumed = known(wanted).filter(kept -> kept.step() < wanted.steps());
        if (resumed.isPresent()) {
            begin(oneStep, from, wanted, resumed);
        } else {
            askFirst(() -> {
                forget();
                begin(oneStep, from, wanted, resumed);
            });
        }
    }

    private void begin(boolean oneStep, FlowTargets from, FlowSettings wanted, Optional<Checkpoint> resumed) {
        learned = true;
        forgotten = false;
        keeping.isOnlyTrained();
        resting = oneStep;
        stopping = false;
        state.set(oneStep ? State.PAUSED : State.RUNNING);
        long drawnBy = seed.getAsLong();
        Job<Checkpoint> begun = executor.submit(
                "Training a flow",
                progress -> {
                    try (FlowTraining training = resumed.isPresent()
                            ? FlowTraining.resume(resumed.get(), List.of(from.task()), wanted.steps())
                            : start(wanted, from, drawnBy)) {
                        return work(training, oneStep, progress);
                    }
                },
                rest);
        job = Optional.of(begun);
        if (oneStep) {
            begun.pause();
        }
        runs.add(
                begun,
                kept -> kept.step() < wanted.steps()
                        ? String.format(Locale.ROOT, "stopped after %,d of %,d steps", kept.step(), wanted.steps())
                        : String.format(Locale.ROOT, "done, %,d steps", kept.step()));
        begun.whenEnded((result, failure) -> fx.execute(() -> {
            if (!forgotten) {
                run.map(FlowRun::view).ifPresent(last -> view.set(Optional.of(last)));
            }
            run = Optional.empty();
            job = Optional.empty();
            state.set(State.IDLE);
            if (forgotten) {
                view.set(Optional.empty());
            } else {
                keeping.isOnlyTrained();
                Optional.ofNullable(result).ifPresent(this::keep);
            }
            tell(Optional.ofNullable(failure));
        }));
    }

    /** What a training by those settings goes on from. */
    private Optional<Checkpoint> known(FlowSettings wanted) {
        return checkpoint.filter(kept -> learned && wanted.continues(kept.flow().plan()));
    }

    /** Whether all steps that are wanted are taken: {@link #train} would begin anew. */
    public ObservableValue<Boolean> isDone() {
        return Bindings.createBooleanBinding(
                () -> state.get() == State.IDLE
                        && known(settings.get())
                                .filter(kept -> kept.step() >= settings.get().steps())
                                .isPresent(),
                view,
                state,
                settings);
    }

    private static FlowTraining start(FlowSettings wanted, FlowTargets from, long seed) {
        Zoo zoo = from.zoo();
        FlowPlan plan = wanted.plan(zoo.file().architecture(), seed);
        Optional<Examples> rows = from.data().map(ZooData::training);
        if (plan.seenInputs() > 0 && rows.isEmpty()) {
            throw Fault.in(zoo.file().label(), "remembers no data: the directions of its inputs are not known");
        }
        return FlowTraining.begin(plan, zoo, rows);
    }

    /** Trains until the end, or until it is stopped here or from the bar of jobs: what was done is kept. */
    private Checkpoint work(FlowTraining training, boolean oneStep, Progress progress) {
        FlowRun begun = new FlowRun(training, keeping.checkpoints());
        keeping.checkpoints().ifPresent(file -> FlowFile.write(file, training.checkpoint()));
        if (oneStep) {
            begun.stepOnce();
        }
        run = Optional.of(begun);
        if (resting) {
            begun.pause();
        }
        if (stopping) {
            begun.stop();
        }
        try {
            begun.run(progress);
        } catch (CancellationException e) {
            return training.checkpoint();
        }
        return training.checkpoint();
    }

    private void keep(Checkpoint kept) {
        checkpoint = Optional.of(kept);
        view.set(Optional.of(new FlowRun.View(
                kept.flow(), kept.step(), kept.history(), view.get().flatMap(FlowRun.View::last))));
    }

    /** Whether there is a flow that can be saved. */
    public ObservableValue<Boolean> isSavable() {
        return Bindings.createBooleanBinding(
                () -> state.get() == State.IDLE
                        ? checkpoint.isPresent()
                        : checkpointFile().isPresent(),
                view,
                state);
    }

    /** Takes over how the training stands: once a frame at most. */
    public void poll() {
        run.map(FlowRun::view)
                .filter(now -> view.get().map(FlowRun.View::step).orElse(-1L) != now.step())
                .ifPresent(now -> view.set(Optional.of(now)));
    }
}
