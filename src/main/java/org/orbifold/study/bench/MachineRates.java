package org.orbifold.study.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.orbifold.job.Progress;
import org.orbifold.tensor.Precision;

/** How fast this machine multiplies matrices and copies memory: the best of a few shapes, measured when first asked for. */
final class MachineRates {
    private static final double SECONDS = 0.25;

    private final Map<Precision, Double> operations = new EnumMap<>(Precision.class);
    private OptionalDouble bytes = OptionalDouble.empty();

    /** Floating-point operations a second in the product that does most. */
    double operationsPerSecond(Precision precision) {
        return operations.computeIfAbsent(
                precision,
                p -> best(ProductBenchmark.shapesIn(p).stream()
                        .map(ProductBenchmark.Shape::prepare)
                        .toList()));
    }

    /** Bytes a second, read and written, in the copy that does most. */
    double bytesPerSecond() {
        if (bytes.isEmpty()) {
            bytes = OptionalDouble.of(best(
                    CopyBenchmark.ELEMENTS.stream().map(CopyBenchmark::prepare).toList()));
        }
        return bytes.getAsDouble();
    }

    private static double best(List<BenchmarkCase.Work> works) {
        double best = 0;
        for (BenchmarkCase.Work work : works) {
            try (work) {
                double seconds = Timing.of(work::run, SECONDS, Progress.NONE).least();
                best = Math.max(best, amount(work.cost()) / seconds);
            }
        }
        return best;
    }

    private static double amount(Cost cost) {
        return switch (cost) {
            case Cost.Operations(double count, var _) -> count;
            case Cost.Bytes(double count) -> count;
            case Cost.Uncounted() -> 0;
        };
    }
}
