package org.orbifold.ui.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.path.PairwiseBarriers;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooAlignment;

/** The straight paths between the networks of a zoo, before and after they are aligned to the one of lowest loss. */
public final class PairsCourse {
    /** Networks that are compared at most: the last ones of so many runs. */
    private static final int MOST = 60;

    private static final int POINTS = 9;

    /**
     * What was found.
     *
     * @param networks that were compared, the last of their runs
     * @param runs how many runs the zoo has
     */
    public record Found(String zoo, List<Weights> networks, PairwiseBarriers pairs, int runs) {
        public Found {
            networks = List.copyOf(networks);
        }
    }

    private final Supplier<Optional<FlowTargets>> zoo;
    private final Latest work;
    private final ReadOnlyLongProperty seed;
    private final BooleanProperty active = new SimpleBooleanProperty(this, "active", false);
    private final BooleanProperty aligned = new SimpleBooleanProperty(this, "aligned", false);
    private final ReadOnlyObjectWrapper<Optional<Found>> found =
            new ReadOnlyObjectWrapper<>(this, "found", Optional.empty());

    PairsCourse(
            FlowCourse flows,
            JobExecutor executor,
            Executor fx,
            ReadOnlyLongProperty seed,
            Consumer<Throwable> onFailure) {
        this.seed = seed;
        zoo = flows.targets()::get;
        work = new Latest(executor, fx, onFailure);
        active.addListener((o, before, now) -> {
            if (now) {
                flows.openSample();
            }
            refresh();
        });
        aligned.addListener((o, before, now) -> refresh());
        seed.addListener((o, before, now) -> refresh());
        flows.targets().addListener((o, before, now) -> refresh());
    }

    /** Whether pairs are looked at; none are evaluated while they are not. */
    public BooleanProperty active() {
        return active;
    }

    /** Whether networks are aligned first. */
    public BooleanProperty aligned() {
        return aligned;
    }

    /** The pairs of the zoo that is open, once they were evaluated. */
    public ReadOnlyObjectProperty<Optional<Found>> found() {
        return found.getReadOnlyProperty();
    }

    /** Whether the zoo that is open says which data it is for, without which there is nothing to evaluate. */
    public boolean canRun() {
        return zoo.get().flatMap(FlowTargets::rows).isPresent();
    }

    /** Gives a session the data that the zoo's networks are for. */
    public void openData(Session session) {
        zoo.get().flatMap(FlowTargets::data).ifPresent(data -> session.openData(data.set(), data.split()));
    }

    /** Why nothing comes: the evaluation was cancelled, or failed. */
    public ReadOnlyObjectProperty<Optional<String>> stop() {
        return work.stop();
    }

    /** Evaluates the pairs, once more if they were. */
    public void refresh() {
        found.set(Optional.empty());
        if (!active.get() || !canRun()) {
            work.drop();
            return;
        }
        FlowTargets open = zoo.get().orElseThrow();
        Examples rows = open.rows().orElseThrow();
        boolean align = aligned.get();
        long drawnBy = seed.get();
        work.submit(
                "Evaluating the pairs of " + open.name(),
                progress -> {
                    List<Weights> last = open.zoo().lastOfRuns();
                    List<Weights> some = last.subList(0, Math.min(MOST, last.size()));
                    List<Weights> compared = align
                            ? ZooAlignment.of(some, best(open.zoo(), some), false, drawnBy, 1, progress)
                                    .networks()
                            : some;
                    PairwiseBarriers pairs =
                            PairwiseBarriers.of(compared, Long.MAX_VALUE, POINTS, rows, drawnBy, progress);
                    return new Found(open.name(), compared, pairs, last.size());
                },
                result -> found.set(Optional.of(result)));
    }

    private static Weights best(Zoo zoo, List<Weights> some) {
        Weights lowest = zoo.networks().get(zoo.lowestLoss());
        return some.contains(lowest) ? lowest : some.getFirst();
    }
}
