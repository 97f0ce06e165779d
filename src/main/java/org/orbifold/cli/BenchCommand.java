package org.orbifold.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.orbifold.job.Fault;
import org.orbifold.study.bench.Benchmark;
import org.orbifold.study.bench.BenchmarkCase;
import org.orbifold.study.bench.BenchmarkResult;
import org.orbifold.study.bench.BenchmarkSuite;
import org.orbifold.study.bench.KernelKind;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.BackendChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the engine and the algorithms. */
@Command(
        name = "bench",
        subcommands = BenchWindowCommand.class,
        description =
                "Measure how long the program's work takes, warm, beside the least time that this machine could do it"
                        + " in: a row a case, with --json a JSON object a line.")
final class BenchCommand implements Runnable {
    private static final int MOST_SECONDS = 600;

    @Mixin
    private ComputeOptions common;

    @Parameters(arity = "0..1", paramLabel = "CASE", description = "What to measure (default: everything).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Seconds that each case is warmed up, and again timed, for (default: ${DEFAULT-VALUE}).")
    private double seconds = BenchmarkSuite.SECONDS;

    @Override
    public void run() {
        List<Benchmark> chosen = name.map(BenchCommand::named).orElseGet(BenchmarkSuite::all);
        if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
            throw new Fault("--seconds " + seconds + ": from 0 to " + MOST_SECONDS);
        }
        common.report();
        List<BenchmarkCase> cases =
                chosen.stream().flatMap(benchmark -> benchmark.cases().stream()).toList();
        Console progress = new Console();
        Consumer<BenchmarkResult> rows =
                common.isJson() ? BenchCommand::printLine : new BenchTable(cases, System.out)::print;
        BenchmarkSuite.run(
                cases,
                seconds,
                result -> {
                    progress.clear();
                    rows.accept(result);
                },
                progress);
        progress.finish();
    }

    private static List<Benchmark> named(String name) {
        return List.of(BenchmarkSuite.named(name)
                .orElseThrow(() -> new Fault("no case '" + name + "' to measure: there are "
                        + BenchmarkSuite.all().stream().map(Benchmark::name).collect(Collectors.joining(", ")))));
    }

    private static void printLine(BenchmarkResult result) {
        BenchmarkCase measured = result.measured();
        Report line = new Report(true).put("name", measured.name());
        measured.kernels().map(KernelKind::id).ifPresent(kernels -> line.put("kernels", kernels));
        line.put("shape", measured.shape());
        measured.parameters().forEach(line::put);
        line.put("median", result.timing().median())
                .put("q1", result.timing().q1())
                .put("q3", result.timing().q3())
                .put("repetitions", result.timing().repetitions())
                .put("threads", Backend.get().parallel().threads())
                .put("backend", Backend.choice() instanceof BackendChoice.Cuda ? "cuda" : "cpu");
        result.floor().ifPresent(floor -> line.put("floor", floor));
        line.print(System.out);
    }
}
