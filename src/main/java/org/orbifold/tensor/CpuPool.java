package org.orbifold.tensor;

import static org.orbifold.tensor.Scratch.Use.INPUT;
import static org.orbifold.tensor.Scratch.Use.PATCHES;
import static org.orbifold.tensor.Scratch.Use.RESULT;
import static org.orbifold.tensor.Scratch.Use.RESULT_GRADIENT;

/** As {@link Kernels#pool}. */
final class CpuPool implements Primitive {
    private final Parallel parallel;
    private final MapRows maps;
    private final FeatureShape in;
    private final FeatureShape out;
    private final Window window;
    private final boolean max;
    private final int grain;

    CpuPool(Parallel parallel, Variable x, FeatureShape in, Window window, boolean max, Variable y) {
        this.parallel = parallel;
        this.in = in;
        this.window = window;
        this.max = max;
        maps = new MapRows(x, in, y);
        out = window.over(in, in.channels());
        grain = MapRows.grain((double) out.size() * window.area());
    }

    @Override
    public void forward() {
        parallel.forEach(maps.networks * maps.rows, grain, (from, to) -> {
            float[] x = Scratch.of(INPUT, maps.sizeIn);
            float[] y = Scratch.of(RESULT, maps.sizeOut);
            for (int r = from; r < to; r++) {
                maps.readInput(r, x);
                for (int i = 0; i < maps.sizeOut; i++) {
                    y[i] = max ? x[largest(x, i)] : mean(x, i);
                }
                maps.write(r, y);
            }
        });
    }

    private int top(int i) {
        return i % out.area() / out.width() * window.down() - window.above();
    }

    private int left(int i) {
        return i % out.width() * window.right() - window.beside();
    }

    /** The first place, row by row, of the largest that place i of the result sees. */
    private int largest(float[] x, int i) {
        int top = top(i);
        int left = left(i);
        int end = Math.min(in.width(), left + window.width());
        int best = -1;
        for (int row = Math.max(0, top); row < Math.min(in.height(), top + window.height()); row++) {
            int start = i / out.area() * in.area() + row * in.width();
            for (int at = start + Math.max(0, left); at < start + end; at++) {
                best = best < 0 || x[at] > x[best] ? at : best;
            }
        }
        return best;
    }

    private float mean(float[] x, int i) {
        int top = top(i);
        int left = left(i);
        int end = Math.min(in.width(), left + window.width());
        float sum = 0;
        for (int row = Math.max(0, top); row < Math.min(in.height(), top + window.height()); row++) {
            int start = i / out.area() * in.area() + row * in.width();
            for (int at = start + Math.max(0, left); at < start + end; at++) {
                sum += x[at];
            }
        }
        return sum / window.area();
    }

    @Override
    public void backward() {
        if (!maps.x.isDifferentiated()) {
            return;
        }
        maps.beginBackward();
        parallel.forEach(maps.networks * maps.rows, grain, (from, to) -> {
            float[] x = Scratch.of(INPUT, maps.sizeIn);
            float[] g = Scratch.of(RESULT_GRADIENT, maps.sizeOut);
            for (int r = from; r < to; r++) {
                float[] dx = Scratch.zeros(PATCHES, maps.sizeIn);
                maps.readInput(r, x);
                maps.readGradient(r, g);
                for (int i = 0; i < maps.sizeOut; i++) {
                    if (max) {
                        dx[largest(x, i)] += g[i];
                    } else {
                        spread(i, g[i] / window.area(), dx);
                    }
                }
                maps.writeGradient(r, dx);
            }
        });
    }

    private void spread(int i, float share, float[] dx) {
        int top = top(i);
        int left = left(i);
        int end = Math.min(in.width(), left + window.width());
        for (int row = Math.max(0, top); row < Math.min(in.height(), top + window.height()); row++) {
            int start = i / out.area() * in.area() + row * in.width();
            for (int at = start + Math.max(0, left); at < start + end; at++) {
                dx[at] += share;
            }
        }
    }
}
