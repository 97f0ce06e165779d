package org.orbifold.cli;

import java.util.List;
import java.util.Optional;
import org.orbifold.align.ActivationMatching;
import org.orbifold.align.LineObjective;
import org.orbifold.align.Matching;
import org.orbifold.align.SinkhornRebasin;
import org.orbifold.align.StraightThroughEstimator;
import org.orbifold.align.WeightMatching;
import org.orbifold.data.DataSet;
import org.orbifold.data.Split;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How networks are brought together. */
final class MatchingOptions {
    private static final List<String> METHODS = List.of("weight", "activation", "ste", "sinkhorn");

    @Mixin
    private OptionalDataOptions data;

    @Mixin
    private SplitOptions splits;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description =
                    "weight matching, activation matching, ste (straight-through estimator) or sinkhorn; all but"
                            + " weight need --data: all rows, or where a split is asked for the training rows (default: ${DEFAULT-VALUE}).")
    private String method = "weight";

    @Option(
            names = "--objective",
            paramLabel = "NAME",
            description = "Sinkhorn: l2, the distance; mid, the loss halfway; rnd, the loss in between (default: mid).")
    private Optional<String> objective = Optional.empty();

    @Option(
            names = "--canonical",
            description = "Match modulo scalings; what is moved is then also rescaled to the norms of what stays.")
    private boolean canonical;

    @Option(names = "--restarts", paramLabel = "N", description = "Weight: starts, the best kept (default: 1).")
    private Optional<Integer> restarts = Optional.empty();

    @Option(names = "--steps", paramLabel = "N", description = "Ste, sinkhorn: steps of the search (default: 200).")
    private Optional<Integer> steps = Optional.empty();

    /** The method's name. */
    String name() {
        return method;
    }

    boolean canonical() {
        return canonical;
    }

    /** The method as a file remembers it. */
    String inWords() {
        return method + objective.map(o -> " " + o).orElse("") + (canonical ? ", canonical" : "");
    }

    /**
     * The method asked for.
     *
     * @param model a network that it is for
     */
    Matching matching(String model, Architecture architecture, long seed) {
        require(METHODS.contains(method), "--method " + method + ": there are " + String.join(", ", METHODS));
        require(restarts.isEmpty() || method.equals("weight"), "--restarts goes with --method weight");
        require(restarts.orElse(1) >= 1, "--restarts " + restarts.orElse(1) + ": at least 1");
        require(objective.isEmpty() || method.equals("sinkhorn"), "--objective goes with --method sinkhorn");
        boolean searches = method.equals("ste") || method.equals("sinkhorn");
        require(steps.isEmpty() || searches, "--steps goes with --method ste and sinkhorn");
        require(steps.orElse(1) >= 1, "--steps " + steps.orElse(1) + ": at least 1");
        return switch (method) {
            case "weight" -> new WeightMatching(restarts.orElse(1));
            case "activation" -> new ActivationMatching(rows(model, architecture, seed));
            case "ste" ->
                new StraightThroughEstimator(
                        rows(model, architecture, seed), steps.orElse(StraightThroughEstimator.STEPS));
            default -> {
                LineObjective kind = objective.map(LineObjective::parse).orElse(LineObjective.MID);
                yield new SinkhornRebasin(kind, rows(model, architecture, seed), steps.orElse(SinkhornRebasin.STEPS));
            }
        };
    }

    private Examples rows(String model, Architecture architecture, long seed) {
        require(data.isPresent(), "--method " + method + " needs --data: rows on which networks are compared");
        DataSet set = data.load(seed);
        DataOptions.requireFit(model, architecture, set);
        if (!splits.isAsked() && !data.standardizesOverTraining()) {
            return set.examples();
        }
        Split split = splits.rule(seed).split(set.rows());
        return data.scaled(set, split).examples().gather(split.train());
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new Fault(fault);
        }
    }
}
