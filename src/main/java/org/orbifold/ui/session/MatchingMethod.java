package org.orbifold.ui.session;

import java.util.Optional;
import org.orbifold.align.ActivationMatching;
import org.orbifold.align.LineObjective;
import org.orbifold.align.Matching;
import org.orbifold.align.SinkhornRebasin;
import org.orbifold.align.StraightThroughEstimator;
import org.orbifold.align.WeightMatching;
import org.orbifold.net.Examples;

/** The methods of alignment that a session offers. */
public enum MatchingMethod {
    WEIGHT("weights", "inner product", false),
    ACTIVATION("activations", "sum of correlations", true),
    STRAIGHT_THROUGH("straight-through", "loss halfway", true),
    SINKHORN_L2("Sinkhorn L2", "squared distance", true),
    SINKHORN_MID("Sinkhorn Mid", "loss halfway", true),
    SINKHORN_RND("Sinkhorn Rnd", "mean loss between", true);

    private final String label;
    private final String objective;
    private final boolean needsData;

    MatchingMethod(String label, String objective, boolean needsData) {
        this.label = label;
        this.objective = objective;
        this.needsData = needsData;
    }

    /** The name in words. */
    public String label() {
        return label;
    }

    /** What it makes large or small, in words. */
    public String objective() {
        return objective;
    }

    /** Whether that is to be large. */
    public boolean maximises() {
        return this == WEIGHT || this == ACTIVATION;
    }

    /** Whether it compares networks on rows of data. */
    public boolean needsData() {
        return needsData;
    }

    /** The options of the command line that ask for it. */
    String options() {
        return switch (this) {
            case WEIGHT -> "--method weight";
            case ACTIVATION -> "--method activation";
            case STRAIGHT_THROUGH -> "--method ste";
            case SINKHORN_L2 -> "--method sinkhorn --objective l2";
            case SINKHORN_MID -> "--method sinkhorn --objective mid";
            case SINKHORN_RND -> "--method sinkhorn --objective rnd";
        };
    }

    /** What the history calls an alignment by it. */
    String editName() {
        return "align by " + label;
    }

    /** The method on training rows, which have to be there if it needs them. */
    Matching on(Optional<Examples> training) {
        return switch (this) {
            case WEIGHT -> new WeightMatching(1);
            case ACTIVATION -> new ActivationMatching(training.orElseThrow());
            case STRAIGHT_THROUGH ->
                new StraightThroughEstimator(training.orElseThrow(), StraightThroughEstimator.STEPS);
            case SINKHORN_L2 -> sinkhorn(LineObjective.L2, training);
            case SINKHORN_MID -> sinkhorn(LineObjective.MID, training);
            case SINKHORN_RND -> sinkhorn(LineObjective.RND, training);
        };
    }

    private static Matching sinkhorn(LineObjective objective, Optional<Examples> training) {
        return new SinkhornRebasin(objective, training.orElseThrow(), SinkhornRebasin.STEPS);
    }
}
