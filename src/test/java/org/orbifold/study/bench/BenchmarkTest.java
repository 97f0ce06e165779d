package org.orbifold.study.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Example;
import org.orbifold.job.Progress;
import org.orbifold.tensor.Precision;

class BenchmarkTest {
    @Example
    void timesAreSummedUpByQuartiles() {
        assertEquals(new Timing(3, 2, 4, 1, 5), Timing.ofRepetitions(List.of(5.0, 1.0, 4.0, 2.0, 3.0)));
        assertEquals(new Timing(1.5, 1.25, 1.75, 1, 2), Timing.ofRepetitions(List.of(2.0, 1.0)));
    }

    /** A result is told from another by these. */
    @Example
    void casesDifferInNameKernelsOrShape() {
        List<List<Object>> keys = BenchmarkSuite.all().stream()
                .flatMap(benchmark -> benchmark.cases().stream())
                .map(row -> List.<Object>of(row.name(), row.kernels(), row.shape()))
                .toList();
        assertEquals(keys.size(), keys.stream().distinct().count());
    }

    @Example
    void workIsPreparedRunAndCounted() {
        for (String name : List.of("gemm", "cross-entropy", "squared-error", "adam")) {
            Benchmark benchmark = BenchmarkSuite.named(name).orElseThrow();
            assertEquals(name, benchmark.name());
            try (BenchmarkCase.Work work =
                    benchmark.cases().getFirst().preparation().get()) {
                assertTrue(Timing.of(work::run, 0, Progress.NONE).least() > 0);
                assertTrue(work.cost().seconds(new MachineRates()).getAsDouble() > 0);
            }
        }
    }

    /** Operations of 100 networks 30-16-16-2, fifty times over 455 rows; of the first layer no gradient by its input. */
    @Example
    void trainingIsCountedByItsProducts() {
        try (BenchmarkCase.Work work =
                new TrainingBenchmark().cases().getFirst().preparation().get()) {
            assertEquals(
                    new Cost.Operations(
                            2.0 * 100 * 50 * 455 * (2 * 30 * 16 + 3 * 16 * 16 + 3 * 16 * 2), Precision.FLOAT),
                    work.cost());
        }
    }
}
