package org.orbifold.ui.session;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.orbifold.flow.Task;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Measures;
import org.orbifold.net.Spread;
import org.orbifold.net.Weights;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooData;

/**
 * The zoo that a flow learns from.
 *
 * @param data that its networks were trained on, if it remembers that
 * @param loss of its networks over test rows, mean cross-entropy in nats; NaN without data
 */
public record FlowTargets(Zoo zoo, Optional<ZooData> data, Spread loss) {
    /** Rows that networks are measured on, at most. */
    private static final int ROWS = 1000;

    static FlowTargets of(ModelFile file, Progress progress) {
        Zoo zoo = Zoo.of(file);
        if (zoo.networks().size() < 2) {
            throw Fault.in(file.label(), "a flow learns from two networks or more; this is one");
        }
        Optional<ZooData> data = ZooData.of(zoo);
        FlowTargets targets = new FlowTargets(zoo, data, new Spread(Double.NaN, Double.NaN));
        return new FlowTargets(zoo, data, targets.losses(zoo.networks(), progress));
    }

    /** The name of its file. */
    public String name() {
        return Path.of(zoo.file().label()).getFileName().toString();
    }

    /** What a flow learns from. */
    Task task() {
        return new Task(zoo, data.map(ZooData::training));
    }

    /** The test rows that networks are measured on. */
    Optional<Examples> rows() {
        return data.map(known -> known.set()
                .examples()
                .gather(Arrays.copyOf(
                        known.split().test(), Math.min(ROWS, known.split().test().length))));
    }

    private Spread losses(List<Weights> networks, Progress progress) {
        return Spread.of(rows().map(rows -> Evaluation.outcomes(networks, rows, progress)).orElse(List.of()).stream()
                .mapToDouble(Measures.Outcome::loss));
    }
}
