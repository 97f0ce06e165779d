package org.orbifold.ui.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.orbifold.flow.Checkpoint;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowPlan;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.FlowTraining;
import org.orbifold.generative.Audit;
import org.orbifold.generative.Novelty;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Job;
import org.orbifold.job.JobExecutor;
import org.orbifold.job.Progress;
import org.orbifold.job.Task;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.study.SampleModels;
import org.orbifold.zoo.TypicalNorms;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooData;

/**
 * The flow that is trained and sampled: part of the {@link Session}, to be touched on the FX thread only. The training is
 * one long job; {@link #poll}, called once a frame while somebody looks, takes over how it stands and has the flow sampled
 * as it is by then. At most one sampling is under way; what is trained meanwhile is sampled next.
 */
public final class FlowLab {
    /** Seconds that a close look at the flow may take while it is trained. */
    private static final double PATIENCE = 3;

    /** How a training stands. */
    public enum State {
        IDLE,
        RUNNING,
        PAUSED
    }

    /**
     * How new the networks are that the flow made.
     *
     * @param step the training step after which it made them
     */
    public record Compared(long step, Novelty novelty) {}

    private final JobExecutor executor;
    private final Executor fx;
    private final Consumer<Throwable> onFailure;
    private final Latest opening;
    private final Latest sampling;
    private final Latest auditing;

    private final ReadOnlyObjectWrapper<Optional<FlowTargets>> targets = wrapper("targets", Optional.empty());
    private final ReadOnlyObjectWrapper<State> state = wrapper("state", State.IDLE);
    private final ReadOnlyObjectWrapper<Optional<FlowRun.View>> view = wrapper("view", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<FlowSample>> sample = wrapper("sample", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Compared>> novelty = wrapper("novelty", Optional.empty());
    private final ObjectProperty<FlowSettings> settings =
            new SimpleObjectProperty<>(this, "settings", FlowSettings.DEFAULT);
    private final DoubleProperty tau = new SimpleDoubleProperty(this, "tau", 1);
    private final ObjectProperty<Optional<Integer>> marked =
            new SimpleObjectProperty<>(this, "marked", Optional.empty());

    /** What there is to go on from. */
    private Optional<Checkpoint> checkpoint = Optional.empty();

    private Optional<FlowSample.Ground> ground = Optional.empty();

    /** Whether the flow learned from the targets. */
    private boolean learned;

    /** Whether the training on its way was given up. */
    private boolean forgotten;

    private boolean isSampling;

    /** The step of which coarse particles are being refined. */
    private Optional<Long> refining = Optional.empty();

    private Job<?> newest;
    private volatile Optional<FlowRun> run = Optional.empty();
    private volatile Optional<Audit> audit = Optional.empty();
    private volatile boolean resting;
    private volatile boolean stopping;

    private static <T> ReadOnlyObjectWrapper<T> wrapper(String name, T value) {
        return new ReadOnlyObjectWrapper<>(null, name, value);
    }

    FlowLab(JobExecutor executor, Executor fx, Consumer<Throwable> onFailure) {
        this.executor = executor;
        this.fx = fx;
        this.onFailure = onFailure;
        opening = new Latest(executor, fx, onFailure);
        sampling = new Latest(executor, fx, onFailure);
        auditing = new Latest(executor, fx, onFailure);
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

    /** Networks of the flow as it was a moment ago. */
    public ReadOnlyObjectProperty<Optional<FlowSample>> sample() {
        return sample.getReadOnlyProperty();
    }

    /** How new the networks are, once that was asked for. */
    public ReadOnlyObjectProperty<Optional<Compared>> novelty() {
        return novelty.getReadOnlyProperty();
    }

    /** What is to be trained. */
    public ObjectProperty<FlowSettings> settings() {
        return settings;
    }

    /** The flow time, in [0, 1]. */
    public DoubleProperty tau() {
        return tau;
    }

    /** The particle that is looked at. */
    public ObjectProperty<Optional<Integer>> marked() {
        return marked;
    }

    /** Opens the zoo that comes with the program, unless another is open. */
    public void openSampleZoo() {
        if (targets.get().isEmpty()) {
            open("the sample zoo", progress -> SampleModels.read("zoo.safetensors"));
        }
    }

    /** Opens a zoo to learn from; the flow that was trained until then is forgotten. */
    public void openZoo(Path file) {
        open(file.getFileName().toString(), progress -> ModelFile.read(file.toString(), Optional.empty()));
    }

    private void open(String name, Task<ModelFile> reading) {
        opening.submit("Opening " + name, progress -> FlowTargets.of(reading.run(progress), progress), found -> {
            targets.set(Optional.of(found));
            audit = Optional.empty();
            reset();
        });
    }

    /** Opens a trained flow. */
    public void openFlow(Path file) {
        Optional<FlowTargets> known = targets.get();
        opening.submit(
                "Opening " + file.getFileName(),
                progress -> {
                    Checkpoint read = FlowFile.read(file);
                    boolean learnedFrom = known.filter(targets -> read.learnsFrom(List.of(targets.task())))
                            .isPresent();
                    return new Opened(read, learnedFrom);
                },
                opened -> {
                    reset();
                    learned = opened.learned;
                    settings.set(FlowSettings.of(opened.checkpoint.flow().plan()));
                    keep(opened.checkpoint);
                });
    }

    private record Opened(Checkpoint checkpoint, boolean learned) {}

    /** Writes the flow, and all that a later training needs to go on; between trainings only. */
    public void save(Path file) {
        checkpoint.ifPresent(kept -> executor.submit("Saving " + file.getFileName(), progress -> {
                    FlowFile.write(file, kept);
                    return file;
                })
                .whenEnded((written, failure) -> fx.execute(() -> tell(Optional.ofNullable(failure)))));
    }

    private void tell(Optional<Throwable> failure) {
        failure.filter(cause -> !(cause instanceof CancellationException)).ifPresent(onFailure);
    }

    /** Forgets the flow, so that the next training starts from the beginning; ends one that is on its way. */
    public void reset() {
        forgotten = state.get() != State.IDLE;
        stop();
        run = Optional.empty();
        sampling.drop();
        auditing.drop();
        isSampling = false;
        checkpoint = Optional.empty();
        ground = Optional.empty();
        marked.set(Optional.empty());
        view.set(Optional.empty());
        sample.set(Optional.empty());
        novelty.set(Optional.empty());
    }

    /** Trains, or goes on. */
    public void train() {
        if (state.get() == State.PAUSED) {
            resting = false;
            run.ifPresent(FlowRun::proceed);
            state.set(State.RUNNING);
        } else if (state.get() == State.IDLE) {
            begin(false);
        }
    }

    /** Rests after the step that is being taken. */
    public void pause() {
        if (state.get() == State.RUNNING) {
            resting = true;
            run.ifPresent(FlowRun::pause);
            state.set(State.PAUSED);
        }
    }

    /** Takes one step, and rests. */
    public void stepOnce() {
        if (state.get() == State.IDLE) {
            begin(true);
        } else {
            pause();
            run.ifPresent(FlowRun::stepOnce);
        }
    }

    /** Ends the training after the step that is being taken; {@link #train} goes on from there. */
    public void stop() {
        stopping = true;
        run.ifPresent(FlowRun::stop);
    }

    private void begin(boolean oneStep) {
        if (targets.get().isEmpty()) {
            return;
        }
        FlowTargets from = targets.get().get();
        FlowSettings wanted = settings.get();
        Optional<Checkpoint> resumed = checkpoint.filter(
                kept -> learned && wanted.continues(kept.flow().plan()) && kept.step() < wanted.steps());
        if (resumed.isEmpty()) {
            reset();
        }
        learned = true;
        forgotten = false;
        resting = oneStep;
        stopping = false;
        state.set(oneStep ? State.PAUSED : State.RUNNING);
        Job<Checkpoint> job = executor.submit("Training a flow", progress -> {
            try (FlowTraining training = resumed.isPresent()
                    ? FlowTraining.resume(resumed.get(), List.of(from.task()), wanted.steps())
                    : start(wanted, from)) {
                return work(training, oneStep, progress);
            }
        });
        job.whenEnded((result, failure) -> fx.execute(() -> {
            if (!forgotten) {
                run.map(FlowRun::view).ifPresent(last -> view.set(Optional.of(last)));
            }
            run = Optional.empty();
            state.set(State.IDLE);
            if (forgotten) {
                view.set(Optional.empty());
            } else {
                Optional.ofNullable(result).ifPresent(this::keep);
            }
            tell(Optional.ofNullable(failure));
        }));
    }

    private static FlowTraining start(FlowSettings wanted, FlowTargets from) {
        Zoo zoo = from.zoo();
        FlowPlan plan = wanted.plan(zoo.file().architecture());
        Optional<Examples> rows = from.data().map(ZooData::training);
        if (plan.seenInputs() > 0 && rows.isEmpty()) {
            throw Fault.in(zoo.file().label(), "remembers no data: the directions of its inputs are not known");
        }
        return FlowTraining.begin(plan, zoo, rows);
    }

    /** Trains until the end, or until it is stopped here or from the bar of jobs: what was done is kept. */
    private Checkpoint work(FlowTraining training, boolean oneStep, Progress progress) {
        FlowRun begun = new FlowRun(training);
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
        sampleAgain();
    }

    /** Whether there is a flow to save: between trainings. */
    public ObservableValue<Boolean> isKept() {
        return Bindings.createBooleanBinding(() -> checkpoint.isPresent() && state.get() == State.IDLE, view, state);
    }

    /** Takes over how the training stands: once a frame at most. */
    public void poll() {
        run.map(FlowRun::view)
                .filter(now -> view.get().map(FlowRun.View::step).orElse(-1L) != now.step())
                .ifPresent(now -> view.set(Optional.of(now)));
        sampleAgain();
    }

    /** Whether the particles are those of the flow as it is seen, and none are being made. */
    public boolean isCurrent() {
        return !isSampling && (view.get().isEmpty() || (isSampled() && (isRunning() || isFine())));
    }

    private boolean isRunning() {
        return state.get() == State.RUNNING;
    }

    private boolean isSampled() {
        return view.get().map(FlowRun.View::step).equals(sample.get().map(FlowSample::step));
    }

    private boolean isFine() {
        return sample.get().filter(FlowSample::isFine).isPresent();
    }

    /** Samples the flow as it is by now: coarsely first, unless that is a matter of moments; finely once it rests. */
    private void sampleAgain() {
        boolean busy =
                isSampling && (refining.isEmpty() || refining.equals(view.get().map(FlowRun.View::step)));
        if (busy || isCurrent() || view.get().isEmpty()) {
            return;
        }
        boolean fine = isSampled()
                || sample.get().filter(made -> made.secondsOfFine() < PATIENCE).isPresent();
        refining = isSampled() ? view.get().map(FlowRun.View::step) : Optional.empty();
        isSampling = true;
        FlowRun.View seen = view.get().get();
        Optional<FlowTargets> known = learned ? targets.get() : Optional.empty();
        Optional<FlowSample.Ground> before = ground;
        FlowSample.Detail detail = fine ? FlowSample.Detail.FINE : FlowSample.Detail.COARSE;
        Job<FlowSample> job = sampling.submit(
                "Sampling networks",
                progress -> FlowSample.of(seen.flow(), seen.step(), detail, known, before, progress),
                found -> {
                    isSampling = false;
                    ground = Optional.of(found.ground());
                    sample.set(Optional.of(found));
                });
        newest = job;
        job.whenEnded((found, failure) -> {
            if (failure != null) {
                fx.execute(() -> isSampling &= newest != job);
            }
        });
    }

    /** Measures how new the networks are, as a job. */
    public void audit() {
        if (sample.get().isEmpty() || targets.get().isEmpty() || !learned) {
            return;
        }
        FlowSample made = sample.get().get();
        Zoo zoo = targets.get().get().zoo();
        auditing.submit(
                "Comparing with the training networks",
                progress -> {
                    TypicalNorms norms = TypicalNorms.of(zoo.networks());
                    if (audit.isEmpty()) {
                        List<Weights> fixed =
                                zoo.networks().stream().map(norms::applyTo).toList();
                        audit = Optional.of(new Audit(zoo.with(fixed), fixed.get(zoo.lowestLoss()), 0, progress));
                    }
                    return audit.orElseThrow()
                            .novelty(
                                    made.trajectories().networks().stream()
                                            .map(norms::applyTo)
                                            .toList(),
                                    progress);
                },
                found -> novelty.set(Optional.of(new Compared(made.step(), found))));
    }

    /** The network that a particle is now, under a name that tells where it is from. */
    public Optional<OpenNetwork> network(int particle) {
        return sample.get()
                .map(made -> new OpenNetwork(
                        String.format(
                                Locale.ROOT, "flow %d (step %d, \u03c4 = %.2f)", particle, made.step(), tau.get()),
                        made.trajectories().network(particle, tau.get())));
    }
}
