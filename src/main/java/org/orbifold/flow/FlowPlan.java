package org.orbifold.flow;

import org.orbifold.gnn.GraphNetwork;
import org.orbifold.net.Architecture;

/**
 * What a flow is and how it is trained.
 *
 * @param architecture of the networks that it is trained on
 * @param aligned whether the networks are aligned to one of them first
 * @param seenInputs directions of the input basis that the graph network sees; 0 for the inputs as they are, all seen
 * @param kind of graph network
 * @param layers of the graph network
 * @param width of its states: a multiple of 8
 * @param batch pairs a step
 * @param steps until the learning rate is down to 0
 * @param rate the largest learning rate
 * @param conditions what else the graph network is told
 * @param seed of the parameters and of everything that is drawn
 */
public record FlowPlan(
        Architecture architecture,
        Geometry geometry,
        Source source,
        Coupling coupling,
        boolean aligned,
        TimeLaw times,
        int seenInputs,
        GraphNetwork.Kind kind,
        int layers,
        int width,
        int batch,
        long steps,
        double rate,
        Conditions conditions,
        long seed) {
    /**
     * What a graph network is told besides point and time.
     *
     * @param loss a loss to ask for; in one pair of five nothing is asked
     * @param task {@link TaskStatistics} of the data
     */
    public record Conditions(boolean loss, boolean task) {
        /** Nothing. */
        public static final Conditions NONE = new Conditions(false, false);
    }

    /** The share of the steps over which the rate rises from 0. */
    private static final double WARM_UP = 0.02;

    /** The learning rate of a step, counted from 1: risen linearly, then down along a cosine. */
    public double rate(long step) {
        double done = (double) step / steps;
        return done < WARM_UP
                ? rate * done / WARM_UP
                : rate * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, (done - WARM_UP) / (1 - WARM_UP))));
    }

    /** The same plan with another number of steps. */
    public FlowPlan withSteps(long others) {
        return new FlowPlan(
                architecture,
                geometry,
                source,
                coupling,
                aligned,
                times,
                seenInputs,
                kind,
                layers,
                width,
                batch,
                others,
                rate,
                conditions,
                seed);
    }

    /** The shape of the graph network. */
    VelocityNetwork.Shape shape() {
        return new VelocityNetwork.Shape(kind, layers, width, conditions.task);
    }
}
