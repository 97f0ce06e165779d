package org.orbifold.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.orbifold.data.RowRange;
import org.orbifold.data.Split;
import org.orbifold.flow.Coupling;
import org.orbifold.flow.FlowPlan;
import org.orbifold.flow.Geometry;
import org.orbifold.flow.Source;
import org.orbifold.flow.TimeLaw;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.PopulationTraining;
import org.orbifold.tensor.Optimizer;

/**
 * What a study of flows over trained networks does.
 *
 * @param name of the study
 * @param hidden widths of the networks
 * @param transfer hidden widths of other networks that the flows are asked for
 * @param training of the networks
 * @param runs of it
 * @param burnIn epochs before the first snapshot
 * @param snapshots kept of each run, about
 * @param rule by which rows are split; a shuffled one is shuffled anew in each repetition
 * @param layers of the flows' graph networks
 * @param width of their states
 * @param batch pairs a step
 * @param steps of each flow's training, where no time is given
 * @param samples of each flow
 * @param integrationSteps the numbers of Euler steps that samples are made with; the last is the one that counts
 * @param rivals names of the models that flows are compared with
 * @param pairs of networks whose paths are evaluated
 * @param thesis accuracy and loss in the thesis, by the name of the flow
 */
record PopulationPlan(
        String name,
        List<Integer> hidden,
        List<Integer> transfer,
        PopulationTraining.Plan training,
        int runs,
        int burnIn,
        int snapshots,
        Split.Rule rule,
        int layers,
        int width,
        int batch,
        long steps,
        int samples,
        List<Integer> integrationSteps,
        List<String> rivals,
        int pairs,
        Map<String, String> thesis) {
    /** The most inputs that graph networks see: their principal directions. */
    private static final int SEEN = 64;

    private static final List<String> RIVALS = List.of("meanNetwork", "diagonalGaussian", "pcaGaussian", "pcaFlow");

    /** Deviation of untrained weights, of which flows start too. */
    static final double DEVIATION = 0.1;

    /** The name of the trained networks in tables. */
    static final String TRAINED = "trained networks";

    /**
     * A flow.
     *
     * @param aligned whether it learns from aligned networks
     */
    record FlowChoice(Geometry geometry, Coupling coupling, boolean aligned) {
        /** What it is called in files. */
        String id() {
            return geometry.id()
                    + (aligned ? "-aligned" : "")
                    + (coupling == Coupling.INDEPENDENT ? "" : "-" + coupling.id());
        }

        /** What it is called in tables. */
        String words() {
            return geometry.id() + " flow" + (aligned ? ", aligned" : "")
                    + (coupling == Coupling.INDEPENDENT ? "" : ", " + coupling.id());
        }
    }

    /** Every geometry plainly, with minibatch transport on aligned networks, and with equivariant transport. */
    static List<FlowChoice> flows() {
        List<FlowChoice> flows = new ArrayList<>();
        for (Geometry geometry : Geometry.values()) {
            flows.add(new FlowChoice(geometry, Coupling.INDEPENDENT, false));
            flows.add(new FlowChoice(geometry, Coupling.OPTIMAL_TRANSPORT, true));
            flows.add(new FlowChoice(geometry, Coupling.EQUIVARIANT_OPTIMAL_TRANSPORT, false));
        }
        return flows;
    }

    /**
     * The thesis's first experiment: networks of two hidden layers of 16 on the Breast Cancer data. It keeps every 4th
     * iteration after epoch 10, 54,000 networks; here about 1,000 are kept.
     */
    static PopulationPlan wdbc() {
        return new PopulationPlan(
                "wdbc",
                List.of(16, 16),
                List.of(32, 32),
                new PopulationTraining.Plan(new Optimizer.Adam(), 1e-3, 32, 50),
                100,
                10,
                10,
                new Split.Shuffled(0.2, 0),
                5,
                32,
                16,
                3000,
                100,
                List.of(4, 8, 16, 32, 64),
                RIVALS,
                300,
                Map.ofEntries(
                        Map.entry("euclidean flow", ".998 / .101"),
                        Map.entry("euclidean flow, aligned, ot", ".993 / .053"),
                        Map.entry("normalized flow", ".993 / .027"),
                        Map.entry("normalized flow, aligned, ot", ".988 / .044"),
                        Map.entry("geometric flow", ".992 / .019"),
                        Map.entry("geometric flow, aligned, ot", ".991 / .020"),
                        Map.entry(TRAINED, ".992 / .048")));
    }

    /** The thesis's second experiment, on the 10,000 images of an IDX file: networks with a hidden layer of 10. */
    static PopulationPlan mnist() {
        return new PopulationPlan(
                "mnist",
                List.of(10),
                List.of(32),
                new PopulationTraining.Plan(new Optimizer.Sgd(0.9, 1e-5), 0.1, 64, 25),
                50,
                5,
                20,
                new Split.Ranges(new RowRange(0, 8000), new RowRange(8000, 10000)),
                5,
                32,
                8,
                3000,
                100,
                List.of(4, 8, 16, 32, 64),
                RIVALS,
                100,
                Map.ofEntries(
                        Map.entry("euclidean flow", ".737 / .814"),
                        Map.entry("euclidean flow, aligned, ot", ".757 / .753"),
                        Map.entry("normalized flow", ".753 / 1.537"),
                        Map.entry("normalized flow, aligned, ot", ".706 / 1.608"),
                        Map.entry("geometric flow", ".737 / 1.457"),
                        Map.entry("geometric flow, aligned, ot", ".786 / 1.443"),
                        Map.entry(TRAINED, ".933 / .231")));
    }

    /** An architecture of those hidden widths. */
    static Architecture architecture(int inputs, List<Integer> hidden, int classes) {
        return new Architecture(
                Stream.of(List.of(inputs), hidden, List.of(classes))
                        .flatMap(List::stream)
                        .toList(),
                Activation.RELU);
    }

    /** How a flow is trained. */
    FlowPlan flow(FlowChoice choice, Architecture architecture, long seed) {
        return new FlowPlan(
                architecture,
                choice.geometry,
                new Source.Initialization(DEVIATION),
                choice.coupling,
                false,
                TimeLaw.BETA,
                Math.min(SEEN, architecture.inputs()),
                GraphNetwork.Kind.RELATIONAL_TRANSFORMER,
                layers,
                width,
                batch,
                steps,
                2e-3,
                FlowPlan.Conditions.NONE,
                seed);
    }

    /** The split of a repetition. */
    Split split(int rows, int repetition) {
        return switch (rule) {
            case Split.Shuffled(double fraction, long from) -> Split.random(rows, fraction, from + repetition);
            case Split.Ranges ranges -> ranges.split(rows);
        };
    }

    /** The number of integration steps of the samples that count. */
    int fullSteps() {
        return integrationSteps.getLast();
    }
}
