package org.orbifold.tensor;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The primitives of convolutional networks in array-library operations: see {@link PortableKernels}. */
abstract sealed class PortableMapKernels extends PortableGraphKernels permits PortableKernels {
    /** The maps of one network's rows as {@code [rows, channels, height, width]}. */
    private static INDArray maps(INDArray array, int n, FeatureShape shape) {
        INDArray rows = array.rank() == 3 ? array.slice(n) : array;
        return rows.reshape(rows.size(0), shape.channels(), shape.height(), shape.width());
    }

    private static void put(Variable x, int n, INDArray gradient, boolean add) {
        INDArray slot = x.gradient().array().slice(n);
        INDArray flat = gradient.dup('c').reshape(slot.shape());
        if (add) {
            slot.addi(flat);
        } else {
            slot.assign(flat);
        }
    }

    /** Maps with their padding around, whole steps of the window. */
    private static INDArray padded(INDArray maps, Window w, FeatureShape out, double padding) {
        int height = Math.max((int) maps.size(2) + 2 * w.above(), w.height() + out.height() * w.down());
        int width = Math.max((int) maps.size(3) + 2 * w.beside(), w.width() + out.width() * w.right());
        long[] shape = {
            maps.size(0),
            maps.size(1),
            (long) Math.ceilDiv(height, w.down()) * w.down(),
            (long) Math.ceilDiv(width, w.right()) * w.right()
        };
        INDArray padded = Nd4j.valueArrayOf(shape, padding, maps.dataType());
        inner(padded, w, maps.size(2), maps.size(3)).assign(maps);
        return padded;
    }

    private static INDArray inner(INDArray padded, Window w, long height, long width) {
        return padded.get(
                NDArrayIndex.all(),
                NDArrayIndex.all(),
                NDArrayIndex.interval(w.above(), w.above() + height),
                NDArrayIndex.interval(w.beside(), w.beside() + width));
    }

    /**
     * What place k of a window meets, at every place that the window comes to: {@code [rows, channels, height, width]}, a
     * view. Steps are made an axis of their own: the array library's intervals with a step are wrong where they are short.
     */
    private static INDArray seen(INDArray padded, Window w, FeatureShape out, int k) {
        int i = k / w.width();
        int j = k % w.width();
        return padded.reshape(
                        padded.size(0),
                        padded.size(1),
                        padded.size(2) / w.down(),
                        w.down(),
                        padded.size(3) / w.right(),
                        w.right())
                .get(
                        NDArrayIndex.all(),
                        NDArrayIndex.all(),
                        NDArrayIndex.interval(i / w.down(), i / w.down() + out.height()),
                        NDArrayIndex.point(i % w.down()),
                        NDArrayIndex.interval(j / w.right(), j / w.right() + out.width()),
                        NDArrayIndex.point(j % w.right()));
    }

    /** {@code [channels, rows height width]} of {@code [rows, channels, height, width]}. */
    private static INDArray byChannel(INDArray maps) {
        return maps.permute(1, 0, 2, 3).dup('c').reshape(maps.size(1), -1);
    }

    private static INDArray byRow(INDArray channels, long rows, FeatureShape shape) {
        return channels.reshape(shape.channels(), rows, shape.height(), shape.width())
                .permute(1, 0, 2, 3)
                .dup('c');
    }

    @Override
    public Primitive convolution(
            Variable x, FeatureShape in, Window window, Variable w, Optional<Variable> b, Variable y) {
        int networks = w.value().dim(0);
        FeatureShape out = window.over(in, w.value().dim(1));
        return new Primitive() {
            /* The weights at place k of the window: [out, in]. */
            private INDArray at(INDArray weights, int n, int k) {
                return weights.slice(n)
                        .reshape(out.channels(), in.channels(), window.area())
                        .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(k));
            }

            @Override
            public void forward() {
                for (int n = 0; n < networks; n++) {
                    INDArray padded = padded(maps(x.value().array(), n, in), window, out, 0);
                    long rows = padded.size(0);
                    INDArray sum = Nd4j.zeros(padded.dataType(), out.channels(), rows * out.area());
                    for (int k = 0; k < window.area(); k++) {
                        sum.addi(at(w.value().array(), n, k).dup('c').mmul(byChannel(seen(padded, window, out, k))));
                    }
                    if (b.isPresent()) {
                        sum.addiColumnVector(b.get().value().array().slice(n).reshape(out.channels(), 1));
                    }
                    y.value().array().slice(n).assign(byRow(sum, rows, out).reshape(rows, out.size()));
                }
            }

            @Override
            public void backward() {
                boolean addX = x.isDifferentiated() && x.accumulates();
                w.beginAccumulation();
                b.ifPresent(Variable::beginAccumulation);
                for (int n = 0; n < networks; n++) {
                    INDArray padded = padded(maps(x.value().array(), n, in), window, out, 0);
                    INDArray dPadded = padded.like();
                    INDArray dy = byChannel(maps(y.gradient().array(), n, out));
                    for (int k = 0; k < window.area(); k++) {
                        if (w.isDifferentiated()) {
                            INDArray slot = at(w.gradient().array(), n, k);
                            slot.addi(dy.mmul(
                                    byChannel(seen(padded, window, out, k)).transpose()));
                        }
                        if (x.isDifferentiated()) {
                            INDArray back = at(w.value().array(), n, k)
                                    .dup('c')
                                    .transpose()
                                    .mmul(dy);
                            FeatureShape shape = new FeatureShape(in.channels(), out.height(), out.width());
                            seen(dPadded, window, out, k).addi(byRow(back.dup('c'), padded.size(0), shape));
                        }
                    }
                    if (b.isPresent() && b.get().isDifferentiated()) {
                        b.get().gradient().array().slice(n).addi(dy.sum(1));
                    }
                    if (x.isDifferentiated()) {
                        put(x, n, inner(dPadded, window, in.height(), in.width()), addX);
                    }
                }
            }
        };
    }

    @Override
    public Primitive pool(Variable x, FeatureShape in, Window window, boolean max, Variable y) {
        int networks = y.value().dim(0);
        FeatureShape out = window.over(in, in.channels());
        return new Primitive() {
            private INDArray padded(int n) {
                double padding = max ? Double.NEGATIVE_INFINITY : 0;
                return PortableMapKernels.padded(maps(x.value().array(), n, in), window, out, padding);
            }

            @Override
            public void forward() {
                for (int n = 0; n < networks; n++) {
                    INDArray padded = padded(n);
                    INDArray result = seen(padded, window, out, 0).dup('c');
                    for (int k = 1; k < window.area(); k++) {
                        INDArray seen = seen(padded, window, out, k).dup('c');
                        result = max ? Transforms.max(result, seen, true) : result.addi(seen);
                    }
                    INDArray slot = y.value().array().slice(n);
                    slot.assign((max ? result : result.divi(window.area())).reshape(slot.shape()));
                }
            }

            @Override
            public void backward() {
                if (!x.isDifferentiated()) {
                    return;
                }
                boolean add = x.accumulates();
                for (int n = 0; n < networks; n++) {
                    INDArray padded = padded(n);
                    INDArray dPadded = Nd4j.zeros(padded.dataType(), padded.shape());
                    INDArray dy = maps(y.gradient().array(), n, out);
                    INDArray result = maps(y.value().array(), n, out);
                    INDArray left = Nd4j.onesLike(result);
                    for (int k = 0; k < window.area(); k++) {
                        INDArray share = dy.div(window.area());
                        if (max) {
                            INDArray taken = seen(padded, window, out, k)
                                    .dup('c')
                                    .eq(result)
                                    .castTo(result.dataType())
                                    .mul(left);
                            left.subi(taken);
                            share = dy.mul(taken);
                        }
                        seen(dPadded, window, out, k).addi(share);
                    }
                    put(x, n, inner(dPadded, window, in.height(), in.width()), add);
                }
            }
        };
    }

    @Override
    public Primitive pointwise(List<Variable> summands, Pointwise f, Variable y) {
        int networks = y.value().dim(0);
        return new Primitive() {
            private INDArray sum(int n) {
                INDArray sum = rows(summands.getFirst(), n).dup('c');
                summands.stream().skip(1).forEach(x -> sum.addi(rows(x, n)));
                return sum;
            }

            private INDArray rows(Variable x, int n) {
                return x.value().rank() == 3
                        ? x.value().array().slice(n)
                        : x.value().array();
            }

            @Override
            public void forward() {
                for (int n = 0; n < networks; n++) {
                    y.value().array().slice(n).assign(PortableKernels.apply(f, sum(n)));
                }
            }

            @Override
            public void backward() {
                summands.forEach(Variable::beginAccumulation);
                for (int n = 0; n < networks; n++) {
                    INDArray d = y.gradient().array().slice(n).mul(PortableKernels.derivative(f, sum(n)));
                    for (Variable x : summands) {
                        if (x.isDifferentiated()) {
                            x.gradient().array().slice(n).addi(d);
                        }
                    }
                }
            }
        };
    }

    @Override
    public Primitive batchNorm(Variable x, FeatureShape shape, BatchNorm norm, Variable y) {
        return new Norm(x, shape, NormStatistics.ofChannels(norm), norm.gain(), norm.shift(), y);
    }

    @Override
    public Primitive layerNorm(
            Variable x, FeatureShape shape, Variable gain, Variable shift, double epsilon, Variable y) {
        return new Norm(x, shape, NormStatistics.ofRows(shape, epsilon, y), gain, shift, y);
    }

    /** Normalises the rows of a matrix, cells, whichever way they lie in the maps. */
    private static final class Norm implements Primitive {
        private final Variable x;
        private final FeatureShape shape;
        private final NormStatistics statistics;
        private final Variable gain;
        private final Variable shift;
        private final Variable y;
        private final int networks;
        private final int rows;

        Norm(Variable x, FeatureShape shape, NormStatistics statistics, Variable gain, Variable shift, Variable y) {
            this.x = x;
            this.shape = shape;
            this.statistics = statistics;
            this.gain = gain;
            this.shift = shift;
            this.y = y;
            networks = y.value().dim(0);
            rows = y.value().dim(1);
        }

        /** {@code [cells, features]}. */
        private INDArray cells(INDArray array, int n) {
            INDArray maps = maps(array, n, shape);
            return statistics.isOfRow() ? maps.dup('c').reshape(rows, shape.size()) : byChannel(maps);
        }

        private INDArray back(INDArray cells) {
            return statistics.isOfRow() ? cells : byRow(cells, rows, shape).reshape(rows, shape.size());
        }

        /** A number each channel, for every feature of the cells. */
        private INDArray spread(Variable parameter, int n) {
            INDArray column = parameter.value().array().slice(n).reshape(shape.channels(), 1);
            return statistics.isOfRow()
                    ? Nd4j.ones(column.dataType(), shape.channels(), shape.area())
                            .muliColumnVector(column)
                            .reshape(1, shape.size())
                            .broadcast(rows, shape.size())
                    : Nd4j.ones(column.dataType(), shape.channels(), (long) rows * shape.area())
                            .muliColumnVector(column);
        }

        private INDArray normalized(INDArray cells, int n) {
            INDArray result = cells.dup('c');
            for (int c = 0; c < cells.size(0); c++) {
                int cell = cell(n, c);
                result.getRow(c).subi(statistics.mean(cell)).muli(statistics.scale(cell));
            }
            return result;
        }

        private int cell(int n, int c) {
            return statistics.isOfRow() ? n * rows + c : n * shape.channels() + c;
        }

        @Override
        public void forward() {
            for (int n = 0; n < networks; n++) {
                INDArray cells = cells(x.value().array(), n);
                for (int c = 0; c < cells.size(0) && (statistics.isOfRow() || statistics.isOfBatch()); c++) {
                    INDArray cell = cells.getRow(c);
                    double mean = cell.meanNumber().doubleValue();
                    INDArray centred = cell.sub(mean);
                    statistics.set(
                            cell(n, c), mean, centred.mul(centred).meanNumber().doubleValue());
                }
            }
            statistics.settle((long) rows * shape.area());
            for (int n = 0; n < networks; n++) {
                INDArray normalized = normalized(cells(x.value().array(), n), n);
                y.value()
                        .array()
                        .slice(n)
                        .assign(back(normalized.mul(spread(gain, n)).add(spread(shift, n))));
            }
        }

        @Override
        public void backward() {
            boolean addX = x.isDifferentiated() && x.accumulates();
            gain.beginAccumulation();
            shift.beginAccumulation();
            for (int n = 0; n < networks; n++) {
                INDArray dy = cells(y.gradient().array(), n);
                INDArray normalized = normalized(cells(x.value().array(), n), n);
                addSums(shift, n, dy);
                addSums(gain, n, dy.mul(normalized));
                if (!x.isDifferentiated()) {
                    continue;
                }
                INDArray d = dy.mul(spread(gain, n));
                if (statistics.isOfRow() || statistics.isOfBatch()) {
                    INDArray along = d.mul(normalized).mean(true, 1);
                    d = d.subColumnVector(d.mean(true, 1)).sub(normalized.mulColumnVector(along));
                }
                for (int c = 0; c < d.size(0); c++) {
                    d.getRow(c).muli(statistics.scale(cell(n, c)));
                }
                put(x, n, back(d), addX);
            }
        }

        /** Adds the sums over each channel's features to the gradient of a parameter. */
        private void addSums(Variable parameter, int n, INDArray cells) {
            if (parameter.isDifferentiated()) {
                INDArray maps = back(cells).dup('c').reshape(rows, shape.channels(), shape.area());
                parameter.gradient().array().slice(n).addi(maps.sum(0, 2));
            }
        }
    }
}
