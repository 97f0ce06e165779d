package org.orbifold.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param widths of graph networks that the geometric flow is tried with besides
 * @param batch pairs a step
 * @param steps of each flow's training, where no time is given
 * @param samples of each flow
 * @param integrationSteps the numbers of Euler steps that samples are made with; the last is the one that counts
 * @param rivals names of the models that flows are compared with
 * @param otherTask data of the same shape, for which the flows' networks are guided
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
        List<Integer> widths,
        int batch,
        long steps,
        int samples,
        List<Integer> integrationSteps,
        List<String> rivals,
        Optional<String> otherTask,
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
     * Every geometry plainly and with minibatch transport on aligned networks; the geometric flow with equivariant
     * transport, told of losses, and with graph networks of other widths.
     */
    List<FlowChoice> flows() {
        List<FlowChoice> flows = new ArrayList<>();
        for (Geometry geometry : Geometry.values()) {
            flows.add(FlowChoice.plain(geometry));
        }
        FlowChoice geometric = FlowChoice.plain(Geometry.GEOMETRIC);
        flows.add(geometric.thatIsAsked());
        flows.add(new FlowChoice(
                Geometry.GEOMETRIC, Coupling.EQUIVARIANT_OPTIMAL_TRANSPORT, false, false, Optional.empty()));
        for (Geometry geometry : Geometry.values()) {
            flows.add(new FlowChoice(geometry, Coupling.OPTIMAL_TRANSPORT, true, false, Optional.empty()));
        }
        widths.forEach(other -> flows.add(geometric.ofWidth(other)));
        return flows;
    }

    /** All sets of samples: of the plain flows by all numbers of steps, of the others by the full one. */
    List<SampleSet> sets() {
        List<SampleSet> sets = new ArrayList<>();
        for (FlowChoice flow : flows()) {
            for (int n : integrationSteps) {
                if (n == fewSteps() || n == fullSteps() || flow.isPlain()) {
                    sets.add(new SampleSet(flow, n, SampleSet.Way.PLAIN));
                }
                if (n == fullSteps() || flow.isPlain()) {
                    sets.add(new SampleSet(flow, n, SampleSet.Way.GUIDED));
                }
            }
            if (flow.asked()) {
                sets.add(new SampleSet(flow, fullSteps(), SampleSet.Way.ASKED));
                sets.add(new SampleSet(flow, fullSteps(), SampleSet.Way.ASKED_AND_GUIDED));
            }
            if (flow.isPlain()) {
                sets.add(new SampleSet(flow, fullSteps(), SampleSet.Way.WIDER));
                sets.add(new SampleSet(flow, fullSteps(), SampleSet.Way.RELEASED));
                if (flow.geometry() == Geometry.NORMALIZED) {
                    sets.add(new SampleSet(flow, fullSteps(), SampleSet.Way.NORMALIZED_PREDICTION));
                }
            }
        }
        return sets;
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
                3,
                32,
                List.of(8, 16, 64),
                16,
                3000,
                100,
                List.of(4, 8, 16, 32, 64),
                RIVALS,
                Optional.empty(),
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
                3,
                32,
                List.of(),
                16,
                4000,
                50,
                List.of(4, 8, 16, 32, 64),
                RIVALS,
                Optional.of("glyphs"),
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
                choice.geometry(),
                new Source.Initialization(DEVIATION),
                choice.coupling(),
                false,
                TimeLaw.UNIFORM,
                Math.min(SEEN, architecture.inputs()),
                GraphNetwork.Kind.RELATIONAL_TRANSFORMER,
                layers,
                choice.width().orElse(width),
                batch,
                steps,
                2e-3,
                new FlowPlan.Conditions(choice.asked(), false),
                seed);
    }

    /** The split of a repetition. */
    Split split(int rows, int repetition) {
        return switch (rule) {
            case Split.Shuffled(double fraction, long from) -> Split.random(rows, fraction, from + repetition);
            case Split.Ranges ranges -> ranges.split(rows);
        };
    }

    /** A smaller number of integration steps. */
    int fewSteps() {
        return integrationSteps.get(integrationSteps.size() / 2);
    }

    /** The number of integration steps of the samples that count. */
    int fullSteps() {
        return integrationSteps.getLast();
    }
}
