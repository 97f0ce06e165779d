package org.orbifold.tensor;

import static org.orbifold.tensor.Scratch.Use.INPUT;
import static org.orbifold.tensor.Scratch.Use.RESULT;
import static org.orbifold.tensor.Scratch.Use.RESULT_GRADIENT;

import java.util.List;

/** As {@link Kernels#pointwise}. */
final class CpuPointwise implements Primitive {
    /** Floats of a block. */
    private static final int BLOCK = 1 << 12;

    private final Parallel parallel;
    private final List<MapRows> summands;
    private final Pointwise f;
    private final int length;
    private final int blocks;

    CpuPointwise(Parallel parallel, List<Variable> summands, Pointwise f, Variable y) {
        this.parallel = parallel;
        this.f = f;
        FeatureShape shape = FeatureShape.flat(y.value().dim(2));
        this.summands = summands.stream().map(x -> new MapRows(x, shape, y)).toList();
        length = y.value().dim(2);
        blocks = Math.ceilDiv(length, BLOCK);
    }

    private MapRows first() {
        return summands.getFirst();
    }

    private void each(Parallel.Range range) {
        parallel.forEach(first().networks * first().rows, MapRows.grain(4.0 * length), range);
    }

    /** What f is applied to, from place {@code at} of row r on. */
    private void sum(int r, int at, int count, float[] z) {
        first().x.value().read(first().input(r) + at, z, 0, count);
        for (MapRows other : summands.subList(1, summands.size())) {
            float[] added = Scratch.of(INPUT, BLOCK);
            other.x.value().read(other.input(r) + at, added, 0, count);
            for (int i = 0; i < count; i++) {
                z[i] += added[i];
            }
        }
    }

    @Override
    public void forward() {
        each((from, to) -> {
            float[] z = Scratch.of(RESULT, BLOCK);
            for (int r = from; r < to; r++) {
                for (int block = 0; block < blocks; block++) {
                    int at = block * BLOCK;
                    int count = Math.min(BLOCK, length - at);
                    sum(r, at, count, z);
                    VectorPointwise.apply(f, z, Lanes.padded(count));
                    first().y.value().write(z, 0, first().result(r) + at, count);
                }
            }
        });
    }

    @Override
    public void backward() {
        for (MapRows summand : summands) {
            boolean repeated = summands.stream().anyMatch(other -> other != summand && other.x == summand.x);
            if (repeated) {
                summand.x.beginAccumulation();
            }
            summand.beginBackward();
        }
        each((from, to) -> {
            float[] z = Scratch.of(RESULT, BLOCK);
            float[] y = Scratch.of(Scratch.Use.WEIGHTS, BLOCK);
            float[] g = Scratch.of(RESULT_GRADIENT, BLOCK);
            for (int r = from; r < to; r++) {
                for (int block = 0; block < blocks; block++) {
                    int at = block * BLOCK;
                    int count = Math.min(BLOCK, length - at);
                    if (f == Pointwise.GELU) {
                        sum(r, at, count, z);
                    }
                    first().y.value().read(first().result(r) + at, y, 0, count);
                    first().y.gradient().read(first().result(r) + at, g, 0, count);
                    VectorPointwise.multiplyDerivative(f, z, 0, y, g, Lanes.padded(count));
                    for (MapRows summand : summands) {
                        if (summand.x.isDifferentiated()) {
                            summand.addGradient(summand.input(r) + at, g, count);
                        }
                    }
                }
            }
        });
    }
}
