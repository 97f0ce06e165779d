package org.orbifold.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** As {@link Kernels#crossEntropy}. */
final class CpuCrossEntropy implements Primitive {
    private final Parallel parallel;
    private final Variable logits;
    private final Variable loss;
    private final MemorySegment z;
    private final MemorySegment p;
    private final int networks;
    private final int rows;
    private final int classes;

    /** Of each row, the logarithm of the sum of its exponentials, as the forward pass found it. */
    private final double[] normalizers;

    CpuCrossEntropy(Parallel parallel, Variable logits, Variable target, Variable loss) {
        this.parallel = parallel;
        this.logits = logits;
        this.loss = loss;
        z = logits.value().memory();
        p = target.value().memory();
        networks = logits.value().dim(0);
        rows = logits.value().dim(1);
        classes = logits.value().dim(2);
        normalizers = new double[networks * rows];
    }

    private int grain() {
        return 1 + 4096 / (rows * classes);
    }

    @Override
    public void forward() {
        parallel.forEach(networks, grain(), (from, to) -> {
            for (int n = from; n < to; n++) {
                double sum = 0;
                for (int r = 0; r < rows; r++) {
                    int row = n * rows + r;
                    long at = (long) row * classes;
                    double normalizer = logSumExp(at);
                    normalizers[row] = normalizer;
                    for (int c = 0; c < classes; c++) {
                        float q = p.getAtIndex(ValueLayout.JAVA_FLOAT, at + c);
                        if (q != 0) {
                            sum += q * (normalizer - z.getAtIndex(ValueLayout.JAVA_FLOAT, at + c));
                        }
                    }
                }
                loss.value().set(n, sum / rows);
            }
        });
    }

    @Override
    public void backward() {
        if (!logits.isDifferentiated()) {
            return;
        }
        boolean add = logits.accumulates();
        MemorySegment d = logits.gradient().memory();
        parallel.forEach(networks, grain(), (from, to) -> {
            for (int n = from; n < to; n++) {
                double scale = loss.gradient().get(n) / rows;
                for (int r = 0; r < rows; r++) {
                    backward(d, n * rows + r, scale, add);
                }
            }
        });
    }

    private void backward(MemorySegment d, int row, double scale, boolean add) {
        long at = (long) row * classes;
        double normalizer = normalizers[row];
        double mass = 0;
        for (int c = 0; c < classes; c++) {
            mass += p.getAtIndex(ValueLayout.JAVA_FLOAT, at + c);
        }
        for (int c = 0; c < classes; c++) {
            double probability = Math.exp(z.getAtIndex(ValueLayout.JAVA_FLOAT, at + c) - normalizer);
            double gradient = scale * (mass * probability - p.getAtIndex(ValueLayout.JAVA_FLOAT, at + c));
            double before = add ? d.getAtIndex(ValueLayout.JAVA_FLOAT, at + c) : 0;
            d.setAtIndex(ValueLayout.JAVA_FLOAT, at + c, (float) (before + gradient));
        }
    }

    private double logSumExp(long at) {
        float max = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            max = Math.max(max, z.getAtIndex(ValueLayout.JAVA_FLOAT, at + c));
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(z.getAtIndex(ValueLayout.JAVA_FLOAT, at + c) - max);
        }
        return max + Math.log(sum);
    }
}
