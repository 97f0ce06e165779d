package org.orbifold.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.graph.ParameterGraph;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.zoo.TypicalNorms;

/**
 * A trained flow.
 *
 * @param plan what it is and how it was trained
 * @param basis of the inputs
 * @param affine the affine part of its velocity
 * @param parameters of its graph network
 * @param norms of hidden neurons in the zoo: canonical networks are written with them
 * @param losses the scale on which it is asked for a loss, if it can be
 * @param task the statistics of the data that it makes networks for, if it knows its task
 * @param provenance the metadata of the zoo that it was trained on: its data and split
 */
@SuppressWarnings("ArrayRecordComponent") // large, and read only
public record Flow(
        FlowPlan plan,
        InputBasis basis,
        AffineVelocity affine,
        float[] parameters,
        TypicalNorms norms,
        Optional<LossScale> losses,
        Optional<TaskStatistics> task,
        Map<String, String> provenance) {
    /** The space of the networks that it was trained on. */
    public FlowSpace space() {
        return new FlowSpace(plan.architecture(), plan.geometry(), basis);
    }

    /**
     * The space of networks that differ in hidden widths.
     *
     * @throws Fault if they differ in more
     */
    public FlowSpace space(Architecture other) {
        Architecture own = plan.architecture();
        if (!new ParameterGraph(other).differsInWidthsOnly(new ParameterGraph(own))) {
            throw new Fault("a flow of " + own + " makes networks that differ in hidden widths only, not " + other);
        }
        return new FlowSpace(other, plan.geometry(), basis);
    }

    /**
     * Its velocity on a space of {@link #space(Architecture)}.
     *
     * @param loss in nats, to ask for
     * @throws Fault if it cannot be asked for a loss
     */
    public FlowField field(FlowSpace on, Optional<Double> loss) {
        return field(on, loss, task);
    }

    /**
     * Its velocity on a space, for a task.
     *
     * @param loss in nats, to ask for
     * @param other the statistics of the task's data
     * @throws Fault if it cannot be asked for a loss, or knows no task
     */
    public FlowField field(FlowSpace on, Optional<Double> loss, Optional<TaskStatistics> other) {
        if (other.isPresent() && task.isEmpty()) {
            throw new Fault("the flow was not trained to know its task");
        }
        if (loss.isPresent() && losses.isEmpty()) {
            throw new Fault("the flow was not trained to be asked for a loss");
        }
        AskedLoss asked = loss.map(nats -> AskedLoss.of(losses.orElseThrow().standardized(nats)))
                .orElse(AskedLoss.NONE);
        return new FlowField(
                new VelocityNetwork(on, affine, plan.shape(), plan.architecture()),
                parameters,
                new Given(asked, other));
    }

    /** Points at time 0. */
    public List<float[]> start(FlowSpace on, int count, SplittableRandom random) {
        List<float[]> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(plan.source().draw(on, random.split()));
        }
        return points;
    }

    /** The networks at points that have come to time 1, with hidden norms as in the zoo where the form is canonical. */
    public List<Weights> networks(FlowSpace on, List<float[]> points) {
        List<Weights> networks = on.networks(points);
        return plan.geometry().isCanonical()
                ? networks.stream().map(norms::applyTo).toList()
                : networks;
    }
}
