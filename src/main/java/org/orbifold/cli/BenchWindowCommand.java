package org.orbifold.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.orbifold.job.Fault;
import org.orbifold.ui.WindowBenchmark;
import org.orbifold.ui.WindowScript;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how smooth the window is. */
@Command(
        name = "window",
        description =
                "Measure how smooth the window is while a script works in it: the milliseconds from frame to frame,"
                        + " and how much the heap grows while neurons change places over and over. Where there is no display,"
                        + " a window without one is measured.")
final class BenchWindowCommand implements Runnable {
    private static final int MOST_SECONDS = 600;
    private static final int MOST_CYCLES = 100_000;

    @Mixin
    private ComputeOptions common;

    @Parameters(arity = "0..1", paramLabel = "SCRIPT", description = "drag, scrub, loop or flow (default: all).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Seconds that a script works (default: ${DEFAULT-VALUE}).")
    private double seconds = 10;

    @Option(
            names = "--cycles",
            paramLabel = "N",
            description = "Cycles of the script that loops (default: ${DEFAULT-VALUE}).")
    private int cycles = 500;

    @Override
    public void run() {
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw new Fault("--seconds " + seconds + ": more than 0, at most " + MOST_SECONDS);
        }
        if (cycles < 1 || cycles > MOST_CYCLES) {
            throw new Fault("--cycles " + cycles + ": from 1 to " + MOST_CYCLES);
        }
        List<WindowBenchmark.Plan> plans =
                name.map(BenchWindowCommand::named).orElseGet(() -> List.of(WindowScript.values())).stream()
                        .map(script -> new WindowBenchmark.Plan(script, seconds, cycles))
                        .toList();
        common.report();
        WindowBenchmark.run(plans, WindowOrTour.hasDisplay(), this::print);
    }

    private static List<WindowScript> named(String name) {
        return List.of(WindowScript.of(name)
                .orElseThrow(() -> new Fault("no script '" + name + "': there are "
                        + Stream.of(WindowScript.values())
                                .map(WindowScript::label)
                                .collect(Collectors.joining(", ")))));
    }

    private void print(WindowBenchmark.Result result) {
        WindowScript script = result.plan().script();
        if (!common.isJson()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-5s  %-14s  %4d frames, median %.1f ms, 95th percentile %.1f ms, worst %.0f ms%s (%s, %s)%n",
                    script.label(),
                    script.shape(),
                    result.frames(),
                    result.median(),
                    result.p95(),
                    result.worst(),
                    result.growth().isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    ", heap grew by %.1f MB",
                                    result.growth().getAsDouble())
                            : "",
                    result.renderer(),
                    result.platform());
            return;
        }
        Report line = new Report(true)
                .put("name", "window-" + script.label())
                .put("shape", script.shape())
                .put("seconds", result.seconds())
                .put("frames", result.frames())
                .put("median", result.median())
                .put("p95", result.p95())
                .put("worst", result.worst())
                .put("renderer", result.renderer())
                .put("platform", result.platform());
        result.growth()
                .ifPresent(growth -> line.put("cycles", result.plan().cycles()).put("growth", growth));
        line.print(System.out);
    }
}
