package org.orbifold.study.bench;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.job.Progress;

/** All benchmarks, and the running of some. */
public final class BenchmarkSuite {
    /** Seconds a case, unless said otherwise. */
    public static final double SECONDS = 2;

    private static final List<Benchmark> ALL = List.of(
            new ProductBenchmark(),
            new CopyBenchmark(),
            PrimitiveBenchmark.linear(),
            PrimitiveBenchmark.crossEntropy(),
            PrimitiveBenchmark.squaredError(),
            PrimitiveBenchmark.linearNorm(),
            PrimitiveBenchmark.edgeLinear(),
            PrimitiveBenchmark.attention(),
            PrimitiveBenchmark.softmaxSum(),
            PrimitiveBenchmark.neighborSum(),
            PrimitiveBenchmark.principalAggregation(),
            PrimitiveBenchmark.film(),
            PrimitiveBenchmark.addRows(),
            PrimitiveBenchmark.incidentSum(),
            PrimitiveBenchmark.edgeProduct(),
            PrimitiveBenchmark.probe(),
            PrimitiveBenchmark.normalize(),
            new OptimizerBenchmark(),
            new GraphStepBenchmark("relational-transformer-step", GraphNetwork.Kind.RELATIONAL_TRANSFORMER),
            new GraphStepBenchmark("pna-step", GraphNetwork.Kind.PRINCIPAL_NEIGHBOURHOOD_AGGREGATION),
            new GraphStepBenchmark("gcn-step", GraphNetwork.Kind.GRAPH_CONVOLUTION),
            new GraphStepBenchmark("gat-step", GraphNetwork.Kind.GRAPH_ATTENTION),
            new TrainingBenchmark(),
            new AssignmentBenchmark(),
            new MatchingBenchmark(),
            new ActivationMatchingBenchmark(),
            new BarrierBenchmark(),
            new FlowSamplingBenchmark());

    private BenchmarkSuite() {}

    /** Every benchmark, in the order to run. */
    public static List<Benchmark> all() {
        return ALL;
    }

    /** The benchmark of that name, if there is one. */
    public static Optional<Benchmark> named(String name) {
        return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
    }

    /**
     * Measures cases one after the other; each result is given as soon as it is there.
     *
     * @param seconds that each case is run to warm up, and again to be timed
     */
    public static void run(
            List<BenchmarkCase> cases, double seconds, Consumer<BenchmarkResult> sink, Progress progress) {
        MachineRates rates = new MachineRates();
        for (int k = 0; k < cases.size(); k++) {
            BenchmarkCase next = cases.get(k);
            progress.report(k, cases.size(), next.name() + " " + next.shape());
            try (BenchmarkCase.Work work = next.preparation().get()) {
                Timing timing = Timing.of(work::run, seconds, progress);
                sink.accept(new BenchmarkResult(next, timing, work.cost().seconds(rates)));
            }
        }
    }
}
