package org.orbifold.net;

import java.util.Arrays;
import java.util.List;
import org.orbifold.tensor.FeatureShape;
import org.orbifold.tensor.Window;

/** What the layers of a network compute of one row, in double and as plainly as can be: the reference for the engine. */
final class LayerMaps {
    private final Architecture architecture;
    private final float[] block;

    LayerMaps(Architecture architecture, float[] block) {
        this.architecture = architecture;
        this.block = block;
    }

    /**
     * Computes what node {@code k} gives.
     *
     * @param x what it takes
     * @param other what it adds to that, if it does
     * @param y filled with the result
     */
    void apply(int k, double[] x, double[] other, double[] y) {
        FeatureShape in = architecture.shape(architecture.nodes().get(k - 1).from());
        FeatureShape out = architecture.shape(k);
        List<ParameterTensor> tensors = architecture.tensors(k);
        switch (architecture.layer(k)) {
            case Layer.Linear _ -> linear(x, tensors, y);
            case Layer.Convolution(var _, Window window, boolean bias) ->
                convolve(x, in, window, tensors, bias, y, out);
            case Layer.BatchNorm(double epsilon) -> {
                for (int c = 0; c < out.channels(); c++) {
                    double mean = parameter(tensors.get(2), c);
                    double scale = 1 / Math.sqrt(parameter(tensors.get(3), c) + epsilon);
                    scaleAndShift(x, c, out.area(), mean, scale, tensors, y);
                }
            }
            case Layer.LayerNorm(double epsilon) -> {
                double mean = Arrays.stream(x).average().orElse(0);
                double variance = Arrays.stream(x)
                        .map(v -> (v - mean) * (v - mean))
                        .average()
                        .orElse(0);
                for (int c = 0; c < out.channels(); c++) {
                    scaleAndShift(x, c, out.area(), mean, 1 / Math.sqrt(variance + epsilon), tensors, y);
                }
            }
            case Layer.Pointwise(Activation activation) ->
                Arrays.setAll(y, i -> activation.function().value(x[i]));
            case Layer.MaxPool(Window window) -> pool(x, in, window, true, y, out);
            case Layer.AveragePool(Window window) -> pool(x, in, window, false, y, out);
            case Layer.GlobalAveragePool _ ->
                Arrays.setAll(
                        y,
                        c -> Arrays.stream(x, c * in.area(), (c + 1) * in.area())
                                .average()
                                .orElse(0));
            case Layer.Flatten _ -> System.arraycopy(x, 0, y, 0, y.length);
            case Layer.Add _ -> Arrays.setAll(y, i -> x[i] + other[i]);
        }
    }

    private double parameter(ParameterTensor tensor, int i) {
        return block[tensor.offset() + i];
    }

    private void linear(double[] x, List<ParameterTensor> tensors, double[] y) {
        int at = tensors.get(0).offset();
        for (int o = 0; o < y.length; o++) {
            double sum = parameter(tensors.get(1), o);
            for (double v : x) {
                sum += block[at++] * v;
            }
            y[o] = sum;
        }
    }

    private void scaleAndShift(
            double[] x, int channel, int area, double mean, double scale, List<ParameterTensor> tensors, double[] y) {
        double gain = parameter(tensors.get(0), channel);
        double shift = parameter(tensors.get(1), channel);
        for (int i = channel * area; i < (channel + 1) * area; i++) {
            y[i] = gain * (x[i] - mean) * scale + shift;
        }
    }

    private void convolve(
            double[] x,
            FeatureShape in,
            Window w,
            List<ParameterTensor> tensors,
            boolean bias,
            double[] y,
            FeatureShape out) {
        int filter = in.channels() * w.area();
        for (int o = 0; o < out.channels(); o++) {
            int to = o * out.area();
            Arrays.fill(y, to, to + out.area(), bias ? parameter(tensors.get(1), o) : 0);
            for (int k = 0; k < filter; k++) {
                double weight = parameter(tensors.get(0), o * filter + k);
                int from = k / w.area() * in.area();
                int top = k % w.area() / w.width() - w.above();
                int left = k % w.width() - w.beside();
                for (int r = 0; r < out.height(); r++) {
                    int row = r * w.down() + top;
                    for (int c = 0; row >= 0 && row < in.height() && c < out.width(); c++) {
                        int column = c * w.right() + left;
                        if (column >= 0 && column < in.width()) {
                            y[to + r * out.width() + c] += weight * x[from + row * in.width() + column];
                        }
                    }
                }
            }
        }
    }

    private static void pool(double[] x, FeatureShape in, Window w, boolean max, double[] y, FeatureShape out) {
        for (int i = 0; i < y.length; i++) {
            int from = i / out.area() * in.area();
            int top = i % out.area() / out.width() * w.down() - w.above();
            int left = i % out.width() * w.right() - w.beside();
            double largest = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int row = Math.max(0, top); row < Math.min(in.height(), top + w.height()); row++) {
                for (int column = Math.max(0, left); column < Math.min(in.width(), left + w.width()); column++) {
                    double value = x[from + row * in.width() + column];
                    largest = Math.max(largest, value);
                    sum += value;
                }
            }
            y[i] = max ? largest : sum / w.area();
        }
    }
}
