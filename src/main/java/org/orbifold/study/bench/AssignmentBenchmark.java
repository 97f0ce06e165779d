package org.orbifold.study.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.align.LinearAssignment;

/** Linear assignment on uniformly random costs, in double. */
final class AssignmentBenchmark implements Benchmark {
    private static final List<Integer> SIZES = List.of(64, 512, 1000, 2000);

    @Override
    public String name() {
        return "linear-assignment";
    }

    @Override
    public List<BenchmarkCase> cases() {
        return SIZES.stream()
                .map(n -> new BenchmarkCase(
                        name(), Optional.empty(), Integer.toString(n), Map.of(), () -> new Assignment(n)))
                .toList();
    }

    private static final class Assignment implements BenchmarkCase.Work {
        private final double[][] cost;

        Assignment(int n) {
            SplittableRandom random = new SplittableRandom(0);
            cost = new double[n][];
            for (int i = 0; i < n; i++) {
                cost[i] = random.doubles(n).toArray();
            }
        }

        @Override
        public void run() {
            LinearAssignment.minimize(cost);
        }

        @Override
        public Cost cost() {
            return new Cost.Uncounted();
        }
    }
}
