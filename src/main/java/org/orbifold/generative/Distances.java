package org.orbifold.generative;

import java.util.List;
import org.orbifold.job.Progress;
import org.orbifold.net.Weights;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tensor;

/**
 * The distances between many networks, as {@code |a|^2 + |b|^2 - 2 <a, b>} in double with the inner products made block by
 * block. The distance of equal networks comes out as 1e-8 of their norm at most, not as 0.
 */
final class Distances {
    private static final int MOST_ROWS = 512;

    private Distances() {}

    /** Receives a distance. */
    @FunctionalInterface
    interface Sink {
        /** Takes the distance of network {@code i} of the first and network {@code j} of the second list. */
        void accept(int i, int j, double distance);
    }

    /** The distance of every network to every other one. */
    static void between(List<Weights> some, List<Weights> others, Progress progress, Sink sink) {
        double[] a = squaredNorms(some);
        double[] b = squaredNorms(others);
        int block = Math.min(MOST_ROWS, NetworkMatrix.rowsAtOnce(some.getFirst()));
        for (int from = 0; from < a.length; from += block) {
            int to = Math.min(a.length, from + block);
            try (Tensor rows = NetworkMatrix.of(some.subList(from, to))) {
                for (int first = 0; first < b.length; first += block) {
                    progress.report(
                            (long) from * b.length + (long) (to - from) * first,
                            (long) a.length * b.length,
                            "distances");
                    double[][] products = products(rows, others.subList(first, Math.min(b.length, first + block)));
                    for (int i = from; i < to; i++) {
                        double[] row = products[i - from];
                        for (int j = 0; j < row.length; j++) {
                            sink.accept(i, first + j, Math.sqrt(Math.max(0, a[i] + b[first + j] - 2 * row[j])));
                        }
                    }
                }
            }
        }
    }

    private static double[][] products(Tensor rows, List<Weights> others) {
        double[][] products = new double[rows.dim(0)][others.size()];
        try (Tensor columns = NetworkMatrix.of(others);
                Tensor result = new Tensor(Precision.DOUBLE, products.length, others.size())) {
            Backend.get().multiply(rows, false, columns, true, 0, result);
            result.readRows(products);
        }
        return products;
    }

    private static double[] squaredNorms(List<Weights> networks) {
        return networks.stream().mapToDouble(w -> w.norm() * w.norm()).toArray();
    }
}
