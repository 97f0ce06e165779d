package org.orbifold.tensor;

import static org.orbifold.tensor.Scratch.Use.INPUT;
import static org.orbifold.tensor.Scratch.Use.PATCHES;
import static org.orbifold.tensor.Scratch.Use.RESULT_GRADIENT;

import java.util.Arrays;

/**
 * As {@link Kernels#batchNorm} and {@link Kernels#layerNorm}: each feature is normalised by the mean and the variance of
 * its cell, which is a channel of a network, or a row; then a gain and shift a channel. Sums in double.
 */
final class CpuNorm implements Primitive {
    private final Parallel parallel;
    private final MapRows maps;
    private final NormStatistics statistics;
    private final Variable gain;
    private final Variable shift;
    private final int channels;
    private final int area;
    private final int parts;
    private final double[][] sums;

    CpuNorm(
            Parallel parallel,
            Variable x,
            FeatureShape shape,
            NormStatistics statistics,
            Variable gain,
            Variable shift,
            Variable y) {
        this.parallel = parallel;
        this.statistics = statistics;
        this.gain = gain;
        this.shift = shift;
        maps = new MapRows(x, shape, y);
        channels = shape.channels();
        area = shape.area();
        parts = maps.networks < parallel.threads() ? Math.min(parallel.threads(), maps.rows) : 1;
        sums = new double[maps.networks * parts][4 * channels];
    }

    private interface Row {
        /** Work on row r of network n, and what part p sums up. */
        void work(int n, int r, double[] sum);
    }

    /** Works on all rows; each part's sums begin at zero, and end added up in the first part of each network. */
    private void each(Row row) {
        parallel.forEach(maps.networks * parts, 1, (from, to) -> {
            for (int part = from; part < to; part++) {
                Arrays.fill(sums[part], 0);
                int n = part / parts;
                for (int r = part % parts * maps.rows / parts; r < (part % parts + 1) * maps.rows / parts; r++) {
                    row.work(n, n * maps.rows + r, sums[part]);
                }
            }
        });
        for (int n = 0; n < maps.networks; n++) {
            for (int p = 1; p < parts; p++) {
                double[] total = sums[n * parts];
                double[] part = sums[n * parts + p];
                Arrays.setAll(total, i -> total[i] + part[i]);
            }
        }
    }

    @Override
    public void forward() {
        findStatistics();
        each((n, r, _) -> {
            float[] x = Scratch.of(INPUT, maps.sizeIn);
            maps.readInput(r, x);
            for (int c = 0; c < channels; c++) {
                int cell = statistics.cell(n, r, c);
                double scale = statistics.scale(cell) * gain.value().get((long) n * channels + c);
                float a = (float) scale;
                float b = (float) (shift.value().get((long) n * channels + c) - statistics.mean(cell) * scale);
                for (int i = c * area; i < (c + 1) * area; i++) {
                    x[i] = a * x[i] + b;
                }
            }
            maps.write(r, x);
        });
    }

    private void findStatistics() {
        if (statistics.isOfRow()) {
            each((n, r, _) -> {
                float[] x = Scratch.of(INPUT, maps.sizeIn);
                maps.readInput(r, x);
                double[] moments = new double[2];
                addMoments(x, 0, maps.sizeIn, 0, moments, 0);
                double mean = moments[0] / maps.sizeIn;
                moments[1] = 0;
                addMoments(x, 0, maps.sizeIn, mean, moments, 0);
                statistics.set(r, mean, moments[1] / maps.sizeIn);
            });
        } else if (statistics.isOfBatch()) {
            long count = (long) maps.rows * area;
            double[] means = new double[maps.networks * channels];
            for (int pass = 0; pass < 2; pass++) {
                each((n, r, sum) -> {
                    float[] x = Scratch.of(INPUT, maps.sizeIn);
                    maps.readInput(r, x);
                    for (int c = 0; c < channels; c++) {
                        addMoments(x, c * area, area, means[n * channels + c], sum, 2 * c);
                    }
                });
                for (int k = 0; k < means.length; k++) {
                    double[] sum = sums[k / channels * parts];
                    if (pass == 0) {
                        means[k] = sum[2 * (k % channels)] / count;
                    } else {
                        statistics.set(k, means[k], sum[2 * (k % channels) + 1] / count);
                    }
                }
            }
        }
        statistics.settle((long) maps.rows * area);
    }

    private static void addMoments(float[] x, int from, int count, double mean, double[] sums, int at) {
        double sum = 0;
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            double d = x[i] - mean;
            sum += x[i];
            squares += d * d;
        }
        sums[at] += sum;
        sums[at + 1] += squares;
    }

    @Override
    public void backward() {
        for (Variable variable : new Variable[] {gain, shift}) {
            variable.beginAccumulation();
        }
        maps.beginBackward();
        each((n, r, sum) -> {
            float[] x = Scratch.of(INPUT, maps.sizeIn);
            float[] g = Scratch.of(RESULT_GRADIENT, maps.sizeOut);
            maps.readInput(r, x);
            maps.readGradient(r, g);
            for (int c = 0; c < channels; c++) {
                int cell = statistics.cell(n, r, c);
                double plain = 0;
                double along = 0;
                for (int i = c * area; i < (c + 1) * area; i++) {
                    plain += g[i];
                    along += g[i] * ((x[i] - statistics.mean(cell)) * statistics.scale(cell));
                }
                sum[2 * c] += plain;
                sum[2 * c + 1] += along;
            }
        });
        double[][] totals = new double[maps.networks][];
        for (int n = 0; n < maps.networks; n++) {
            totals[n] = sums[n * parts].clone();
            addTo(shift, n, totals[n], 0);
            addTo(gain, n, totals[n], 1);
        }
        if (maps.x.isDifferentiated()) {
            each((n, r, _) -> backward(n, r, totals[n]));
        }
    }

    private void addTo(Variable variable, int n, double[] totals, int which) {
        for (int c = 0; c < channels && variable.isDifferentiated(); c++) {
            long at = (long) n * channels + c;
            variable.gradient().set(at, variable.gradient().get(at) + totals[2 * c + which]);
        }
    }

    /** The gradient of a row: that of the normalised features, less what moves their mean and variance. */
    private void backward(int n, int r, double[] totals) {
        float[] x = Scratch.of(INPUT, maps.sizeIn);
        float[] g = Scratch.of(RESULT_GRADIENT, maps.sizeOut);
        float[] dx = Scratch.of(PATCHES, maps.sizeIn);
        maps.readInput(r, x);
        maps.readGradient(r, g);
        double plain = 0;
        double along = 0;
        if (statistics.isOfRow()) {
            for (int i = 0; i < maps.sizeIn; i++) {
                double d = g[i] * gain.value().get((long) n * channels + i / area);
                plain += d;
                along += d * (x[i] - statistics.mean(r)) * statistics.scale(r);
            }
        }
        long count = statistics.isOfRow() ? maps.sizeIn : (long) maps.rows * area;
        for (int c = 0; c < channels; c++) {
            int cell = statistics.cell(n, r, c);
            double a = gain.value().get((long) n * channels + c);
            if (statistics.isOfBatch()) {
                plain = a * totals[2 * c];
                along = a * totals[2 * c + 1];
            }
            float scale = (float) statistics.scale(cell);
            float mean = (float) statistics.mean(cell);
            float shared = (float) (plain / count);
            float slope = (float) (along / count) * scale;
            for (int i = c * area; i < (c + 1) * area; i++) {
                dx[i] = scale * ((float) a * g[i] - shared - slope * (x[i] - mean));
            }
        }
        maps.writeGradient(r, dx);
    }
}
