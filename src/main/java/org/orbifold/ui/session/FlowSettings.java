package org.orbifold.ui.session;

import org.orbifold.flow.Coupling;
import org.orbifold.flow.FlowPlan;
import org.orbifold.flow.Geometry;
import org.orbifold.flow.Source;
import org.orbifold.flow.TimeLaw;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.net.Architecture;

/**
 * What is chosen of a flow before it is trained; the rest of its plan is fixed.
 *
 * @param steps until the learning rate is down to 0
 * @param batch pairs a step
 * @param width of the graph network's states: a multiple of 8
 */
public record FlowSettings(Geometry geometry, Coupling coupling, long steps, int batch, int width) {
    /** Small enough that a training on the sample zoo is a matter of a minute. */
    public static final FlowSettings DEFAULT = new FlowSettings(Geometry.GEOMETRIC, Coupling.INDEPENDENT, 2000, 16, 32);

    /** Inputs beyond these are left to the linear law of their class. */
    private static final int SEEN = 64;

    private static final int LAYERS = 3;

    /** The settings of a plan. */
    static FlowSettings of(FlowPlan plan) {
        return new FlowSettings(plan.geometry(), plan.coupling(), plan.steps(), plan.batch(), plan.width());
    }

    /** A plan for networks of an architecture. */
    FlowPlan plan(Architecture architecture, long seed) {
        return new FlowPlan(
                architecture,
                geometry,
                new Source.Initialization(0.1),
                coupling,
                false,
                TimeLaw.UNIFORM,
                architecture.inputs() <= SEEN || !architecture.isPerceptron() ? 0 : SEEN,
                GraphNetwork.Kind.RELATIONAL_TRANSFORMER,
                LAYERS,
                width,
                batch,
                steps,
                2e-3,
                FlowPlan.Conditions.NONE,
                seed);
    }

    /** Whether a training by that plan goes on when these are asked for: they may differ in steps only. */
    boolean continues(FlowPlan plan) {
        return geometry == plan.geometry()
                && coupling == plan.coupling()
                && batch == plan.batch()
                && width == plan.width();
    }
}
