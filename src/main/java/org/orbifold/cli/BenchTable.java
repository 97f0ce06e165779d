package org.orbifold.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.orbifold.study.bench.BenchmarkCase;
import org.orbifold.study.bench.BenchmarkResult;
import org.orbifold.study.bench.KernelKind;
import org.orbifold.study.bench.Timing;

/** Measurements as a table for a person, a line as soon as each is there: the columns are as wide as the cases need. */
final class BenchTable {
    private static final List<String> HEAD = List.of("case", "kernels", "shape");

    private final PrintStream out;
    private final List<Integer> widths = new ArrayList<>();

    BenchTable(List<BenchmarkCase> cases, PrintStream out) {
        this.out = out;
        for (int column = 0; column < HEAD.size(); column++) {
            int widest = HEAD.get(column).length();
            for (BenchmarkCase row : cases) {
                widest = Math.max(widest, what(row).get(column).length());
            }
            widths.add(widest);
        }
        print(HEAD, "median", "quartiles", "runs", "floor");
    }

    void print(BenchmarkResult result) {
        Timing timing = result.timing();
        print(
                what(result.measured()),
                duration(timing.median()),
                duration(timing.q1()) + " - " + duration(timing.q3()),
                Integer.toString(timing.repetitions()),
                floor(result.floor()));
    }

    private void print(List<String> what, String median, String quartiles, String runs, String floor) {
        for (int column = 0; column < what.size(); column++) {
            String text = what.get(column);
            out.print((column == 0 ? "" : "  ") + text + " ".repeat(widths.get(column) - text.length()));
        }
        out.printf("  %10s  %22s  %5s  %10s%n", median, quartiles, runs, floor);
        out.flush();
    }

    private static List<String> what(BenchmarkCase row) {
        String parameters = row.parameters().entrySet().stream()
                .map(entry -> ", " + entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining());
        return List.of(row.name(), row.kernels().map(KernelKind::id).orElse(""), row.shape() + parameters);
    }

    private static String floor(OptionalDouble seconds) {
        return seconds.isPresent() ? duration(seconds.getAsDouble()) : "";
    }

    /** Three significant digits of seconds, milliseconds or microseconds. */
    private static String duration(double seconds) {
        double scaled = seconds >= 1 ? seconds : seconds >= 1e-3 ? seconds * 1e3 : seconds * 1e6;
        String unit = seconds >= 1 ? "s" : seconds >= 1e-3 ? "ms" : "us";
        int decimals = scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", scaled, unit);
    }
}
