package org.orbifold.tensor;

import static org.orbifold.tensor.Scratch.Use.INPUT;
import static org.orbifold.tensor.Scratch.Use.PATCHES;
import static org.orbifold.tensor.Scratch.Use.PATCH_GRADIENT;
import static org.orbifold.tensor.Scratch.Use.RESIDUAL;
import static org.orbifold.tensor.Scratch.Use.RESULT;
import static org.orbifold.tensor.Scratch.Use.RESULT_GRADIENT;
import static org.orbifold.tensor.Scratch.Use.WEIGHTS;

import java.util.Arrays;
import java.util.Optional;
import org.orbifold.tensor.Gemm.Matrix;

/**
 * As {@link Kernels#convolution}: of each row, a strip of places after the other, what the filters see is laid out as a
 * matrix, small enough for the cache, and multiplied.
 */
final class CpuConvolution implements Primitive {
    /** Floats of a strip's patches. */
    private static final int STRIP = 1 << 16;

    private final Parallel parallel;
    private final MapRows maps;
    private final FeatureShape in;
    private final FeatureShape out;
    private final Window window;
    private final Variable w;
    private final Optional<Variable> b;
    private final int filter;
    private final int channels;
    private final int stripRows;
    private final int parts;
    private final float[][] weightGradients;
    private final float[][] biasGradients;

    CpuConvolution(
            Parallel parallel,
            Variable x,
            FeatureShape in,
            Window window,
            Variable w,
            Optional<Variable> b,
            Variable y) {
        this.parallel = parallel;
        this.in = in;
        this.window = window;
        this.w = w;
        this.b = b;
        maps = new MapRows(x, in, y);
        channels = w.value().dim(1);
        filter = w.value().dim(2);
        out = window.over(in, channels);
        stripRows = Math.clamp(STRIP / ((long) filter * out.width()), 1, out.height());
        parts = w.isDifferentiated() && maps.networks < parallel.threads()
                ? Math.min(parallel.threads(), maps.rows)
                : 1;
        weightGradients = new float[w.isDifferentiated() ? maps.networks * parts : 0][channels * Lanes.padded(filter)];
        biasGradients = new float[weightGradients.length][channels];
    }

    /** Where filter {@code o}'s result begins, from row {@code top} of the maps on. */
    private long place(int r, int o, int top) {
        return maps.result(r) + (long) o * out.area() + (long) top * out.width();
    }

    private int places(int top) {
        return (Math.min(out.height(), top + stripRows) - top) * out.width();
    }

    @Override
    public void forward() {
        int grain = MapRows.grain((double) out.size() * filter);
        parallel.forEach(maps.networks * maps.rows, grain, (from, to) -> {
            for (int r = from; r < to; r++) {
                forward(r);
            }
        });
    }

    private void forward(int r) {
        int network = r / maps.rows;
        float[] x = Scratch.of(INPUT, maps.sizeIn);
        float[] weights = Scratch.of(WEIGHTS, channels * filter);
        int widest = Lanes.padded(stripRows * out.width());
        float[] patches = Scratch.of(PATCHES, filter * widest);
        float[] z = Scratch.of(RESULT, channels * widest);
        maps.readInput(r, x);
        w.value().read((long) network * channels * filter, weights, 0, channels * filter);
        for (int top = 0; top < out.height(); top += stripRows) {
            int places = places(top);
            int stride = Lanes.padded(places);
            columns(x, top, places, stride, patches);
            Gemm.multiply(
                    channels,
                    stride,
                    filter,
                    Matrix.of(weights, filter),
                    Matrix.of(patches, stride),
                    Matrix.of(z, stride),
                    false);
            for (int o = 0; o < channels; o++) {
                addBias(network, o, z, o * stride, places);
                maps.y.value().write(z, o * stride, place(r, o, top), places);
            }
        }
    }

    private void addBias(int network, int o, float[] z, int at, int places) {
        if (b.isPresent()) {
            float bias = (float) b.get().value().get((long) network * channels + o);
            for (int i = at; i < at + places; i++) {
                z[i] += bias;
            }
        }
    }

    /** {@code [filter, places]}: what each weight of a filter meets at each place of a strip. */
    private void columns(float[] x, int top, int places, int stride, float[] patches) {
        for (int k = 0; k < filter; k++) {
            int from = k / window.area() * in.area();
            int down = k % window.area() / window.width() - window.above();
            int right = k % window.width() - window.beside();
            int to = k * stride;
            Arrays.fill(patches, to, to + stride, 0);
            for (int p = 0; p < places; p += out.width()) {
                int row = (top + p / out.width()) * window.down() + down;
                if (row >= 0 && row < in.height()) {
                    copyRow(x, from + row * in.width(), right, patches, to + p);
                }
            }
        }
    }

    private void copyRow(float[] x, int from, int right, float[] to, int at) {
        int step = window.right();
        int first = right < 0 ? Math.ceilDiv(-right, step) : 0;
        int last = Math.min(out.width(), Math.floorDiv(in.width() - 1 - right, step) + 1);
        if (step == 1 && last > first) {
            System.arraycopy(x, from + right + first, to, at + first, last - first);
            return;
        }
        for (int c = first; c < last; c++) {
            to[at + c] = x[from + right + c * step];
        }
    }

    @Override
    public void backward() {
        maps.beginBackward();
        for (float[] gradient : weightGradients) {
            Arrays.fill(gradient, 0);
        }
        for (float[] gradient : biasGradients) {
            Arrays.fill(gradient, 0);
        }
        parallel.forEach(maps.networks * parts, 1, (from, to) -> {
            for (int part = from; part < to; part++) {
                int network = part / parts;
                int first = part % parts * maps.rows / parts;
                int end = (part % parts + 1) * maps.rows / parts;
                for (int r = first; r < end; r++) {
                    backward(network * maps.rows + r, part);
                }
            }
        });
        if (w.isDifferentiated()) {
            sumParts();
        }
    }

    private void backward(int r, int part) {
        int network = r / maps.rows;
        int padded = Lanes.padded(filter);
        float[] x = Scratch.of(INPUT, maps.sizeIn);
        int widest = Lanes.padded(stripRows * out.width());
        float[] g = Scratch.of(RESULT_GRADIENT, channels * widest);
        float[] patches = Scratch.of(PATCHES, stripRows * out.width() * padded);
        float[] patchGradient = Scratch.of(PATCH_GRADIENT, stripRows * out.width() * padded);
        float[] weights = Scratch.of(WEIGHTS, channels * padded);
        float[] dx = Scratch.zeros(RESULT, maps.sizeIn);
        maps.readInput(r, x);
        Lanes.read(w.value().memory(), (long) network * channels * filter, channels, filter, weights);
        for (int top = 0; top < out.height(); top += stripRows) {
            int places = places(top);
            for (int o = 0; o < channels; o++) {
                maps.y.gradient().read(place(r, o, top), g, o * places, places);
            }
            Matrix gradient = Matrix.of(g, places);
            if (w.isDifferentiated()) {
                rows(x, top, places, padded, patches);
                Matrix seen = Matrix.of(patches, padded);
                Gemm.multiply(channels, padded, places, gradient, seen, Matrix.of(weightGradients[part], padded), true);
                addBiasGradient(g, places, biasGradients[part]);
            }
            if (maps.x.isDifferentiated()) {
                Matrix filters = Matrix.of(weights, padded);
                Matrix result = Matrix.of(patchGradient, padded);
                Gemm.multiply(places, padded, channels, gradient.transposed(), filters, result, false);
                addRows(patchGradient, top, places, padded, dx);
            }
        }
        if (maps.x.isDifferentiated()) {
            maps.writeGradient(r, dx);
        }
    }

    private void addBiasGradient(float[] g, int places, float[] sums) {
        for (int o = 0; o < channels; o++) {
            float sum = 0;
            for (int i = o * places; i < (o + 1) * places; i++) {
                sum += g[i];
            }
            sums[o] += sum;
        }
    }

    /** {@code [places, filter]}: the same as {@link #columns}, a place a row. */
    private void rows(float[] x, int top, int places, int stride, float[] patches) {
        for (int p = 0; p < places; p++) {
            Arrays.fill(patches, p * stride, (p + 1) * stride, 0);
        }
        eachRun(top, places, (at, place, k, count) -> System.arraycopy(x, at, patches, place * stride + k, count));
    }

    /** Adds what each place has of what a filter sees to where it saw it. */
    private void addRows(float[] patches, int top, int places, int stride, float[] dx) {
        eachRun(top, places, (at, place, k, count) -> {
            for (int i = 0; i < count; i++) {
                dx[at + i] += patches[place * stride + k + i];
            }
        });
    }

    private interface Run {
        /** Elements of a row of the maps from {@code at} on are what weights from {@code k} on meet at a place. */
        void take(int at, int place, int k, int count);
    }

    private void eachRun(int top, int places, Run run) {
        for (int p = 0; p < places; p++) {
            int row = (top + p / out.width()) * window.down() - window.above();
            int column = p % out.width() * window.right() - window.beside();
            int first = Math.max(0, -column);
            int count = Math.min(window.width(), in.width() - column) - first;
            for (int c = 0; c < in.channels(); c++) {
                for (int i = Math.max(0, -row); i < Math.min(window.height(), in.height() - row); i++) {
                    int at = (c * in.height() + row + i) * in.width() + column + first;
                    run.take(at, p, c * window.area() + i * window.width() + first, count);
                }
            }
        }
    }

    private void sumParts() {
        boolean addW = w.accumulates();
        boolean addB = b.isPresent() && b.get().isDifferentiated() && b.get().accumulates();
        int padded = Lanes.padded(filter);
        float[] row = Scratch.of(RESIDUAL, Math.max(filter, channels));
        for (int n = 0; n < maps.networks; n++) {
            for (int part = 1; part < parts; part++) {
                Lanes.add(weightGradients[n * parts + part], weightGradients[n * parts], channels * padded);
                for (int o = 0; o < channels; o++) {
                    biasGradients[n * parts][o] += biasGradients[n * parts + part][o];
                }
            }
            for (int o = 0; o < channels; o++) {
                long at = ((long) n * channels + o) * filter;
                put(w, addW, at, weightGradients[n * parts], o * padded, filter, row);
            }
            if (b.isPresent() && b.get().isDifferentiated()) {
                put(b.get(), addB, (long) n * channels, biasGradients[n * parts], 0, channels, row);
            }
        }
    }

    private static void put(Variable v, boolean add, long at, float[] gradient, int from, int length, float[] sum) {
        if (add) {
            v.gradient().read(at, sum, 0, length);
        } else {
            Arrays.fill(sum, 0, length, 0);
        }
        for (int i = 0; i < length; i++) {
            sum[i] += gradient[from + i];
        }
        v.gradient().write(sum, 0, at, length);
    }
}
