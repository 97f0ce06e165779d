package org.orbifold.ui.session;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.orbifold.figure.ParticlesFigure;
import org.orbifold.flow.FlowRun;
import org.orbifold.job.Job;
import org.orbifold.job.JobExecutor;

/**
 * The networks that a flow makes on its {@link FlowCourse}: part of the {@link Session}, to be touched on the FX thread
 * only. {@link #poll}, called once a frame while somebody looks, has the flow sampled as it is by then. At most one
 * sampling is under way; what is trained meanwhile is sampled next.
 */
public final class FlowParticles {
    /** Seconds that a close look at the flow may take unasked. */
    static final double PATIENCE = 3;

    private final FlowCourse course;
    private final Executor fx;
    private final ReadOnlyLongProperty seed;
    private final Latest sampling;
    private final ReadOnlyObjectWrapper<Optional<FlowSample>> sample =
            new ReadOnlyObjectWrapper<>(this, "sample", Optional.empty());
    private final DoubleProperty tau = new SimpleDoubleProperty(this, "tau", 1);
    private final ObjectProperty<Optional<Integer>> marked =
            new SimpleObjectProperty<>(this, "marked", Optional.empty());
    private final ObjectProperty<Set<ParticlesFigure.Overlay>> overlays =
            new SimpleObjectProperty<>(this, "overlays", Set.of());
    private final BooleanProperty pairShown = new SimpleBooleanProperty(this, "pairShown", false);

    private Optional<FlowSample.Ground> ground = Optional.empty();
    private boolean isSampling;

    /** The step of which coarse particles are being refined. */
    private Optional<Long> refining = Optional.empty();

    private Job<?> newest;

    FlowParticles(
            FlowCourse course,
            JobExecutor executor,
            Executor fx,
            ReadOnlyLongProperty seed,
            Consumer<Throwable> onFailure) {
        this.course = course;
        this.seed = seed;
        this.fx = fx;
        sampling = new Latest(executor, fx, onFailure);
        course.view().addListener((o, before, now) -> {
            if (now.isEmpty()) {
                forget();
            }
        });
        seed.addListener((o, before, now) -> forget());
    }

    private void forget() {
        sampling.drop();
        isSampling = false;
        ground = Optional.empty();
        marked.set(Optional.empty());
        sample.set(Optional.empty());
    }

    /** Networks of the flow as it was a moment ago. */
    public ReadOnlyObjectProperty<Optional<FlowSample>> sample() {
        return sample.getReadOnlyProperty();
    }

    /** The flow time, in [0, 1]. */
    public DoubleProperty tau() {
        return tau;
    }

    /** The particle that is looked at. */
    public ObjectProperty<Optional<Integer>> marked() {
        return marked;
    }

    /** What is drawn over the particles. */
    public ObjectProperty<Set<ParticlesFigure.Overlay>> overlays() {
        return overlays;
    }

    /** Whether the pair of the last training step is drawn among them. */
    public BooleanProperty pairShown() {
        return pairShown;
    }

    /** Whether the particles are those of the flow as it is seen, and none are being made. */
    public boolean isCurrent() {
        return !isSampling && (seen().isEmpty() || (isSampled() && (isRunning() || isFine())));
    }

    private Optional<FlowRun.View> seen() {
        return course.view().get();
    }

    private boolean isRunning() {
        return course.state().get() == FlowCourse.State.RUNNING;
    }

    private boolean isSampled() {
        return seen().map(FlowRun.View::step).equals(sample.get().map(FlowSample::step));
    }

    private boolean isFine() {
        return sample.get().filter(FlowSample::isFine).isPresent();
    }

    /** Samples the flow as it is by now: coarsely first, unless that is a matter of moments; finely once it rests. */
    public void poll() {
        boolean busy = isSampling && (refining.isEmpty() || refining.equals(seen().map(FlowRun.View::step)));
        if (busy || isCurrent() || seen().isEmpty()) {
            return;
        }
        boolean fine = isSampled()
                || sample.get().filter(made -> made.secondsOfFine() < PATIENCE).isPresent();
        refining = isSampled() ? seen().map(FlowRun.View::step) : Optional.empty();
        isSampling = true;
        FlowRun.View now = seen().get();
        Optional<FlowTargets> known = course.learnedFrom();
        Optional<FlowSample.Ground> before = ground;
        long drawnBy = seed.get();
        FlowSample.Detail detail = fine ? FlowSample.Detail.FINE : FlowSample.Detail.COARSE;
        Job<FlowSample> job = sampling.submit(
                "Sampling networks",
                progress -> FlowSample.of(now.flow(), now.step(), detail, drawnBy, known, before, progress),
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

    /** The network that a particle is now, under a name that tells where it is from. */
    public Optional<OpenNetwork> network(int particle) {
        return sample.get()
                .map(made -> new OpenNetwork(
                        String.format(
                                Locale.ROOT, "flow %d (step %d, \u03c4 = %.2f)", particle, made.step(), tau.get()),
                        made.trajectories().network(particle, tau.get())));
    }
}
