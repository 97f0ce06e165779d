package org.orbifold.gnn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.orbifold.tensor.ParameterBlock;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tensor;

/** The parameters of a model in order: their shapes, and how they begin. */
final class ParameterLayout {
    private final List<long[]> shapes = new ArrayList<>();
    private final List<Double> deviations = new ArrayList<>();
    private final List<Double> means = new ArrayList<>();

    private int add(double mean, double deviation, long... shape) {
        shapes.add(shape);
        means.add(mean);
        deviations.add(deviation);
        return shapes.size() - 1;
    }

    /** Weights {@code [1, out, in]} that keep the variance of what they multiply. */
    int weights(int out, int in) {
        return add(0, 1 / Math.sqrt(in), 1, out, in);
    }

    /** Weights {@code [1, out, in]} that are zero at first. */
    int zeroWeights(int out, int in) {
        return add(0, 0, 1, out, in);
    }

    /** A bias {@code [1, out]}, zero at first. */
    int bias(int out) {
        return add(0, 0, 1, out);
    }

    /** A gain {@code [1, out]}, one at first. */
    int gain(int out) {
        return add(1, 0, 1, out);
    }

    /** An embedding {@code [1, classes, width]}. */
    int embedding(int classes, int width) {
        return add(0, 1, 1, classes, width);
    }

    /** How many numbers the parameters are together. */
    int size() {
        long size = 0;
        for (long[] shape : shapes) {
            long part = 1;
            for (long d : shape) {
                part = Math.multiplyExact(part, d);
            }
            size = Math.addExact(size, part);
        }
        return Math.toIntExact(size);
    }

    /** The parameters as they begin, normally distributed by the seed. */
    ParameterBlock begin(Precision precision, long seed) {
        ParameterBlock block = new ParameterBlock(precision, shapes);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < shapes.size(); i++) {
            Tensor value = block.value(i);
            for (long k = 0; k < value.size(); k++) {
                value.set(k, (float) (means.get(i) + deviations.get(i) * random.nextGaussian()));
            }
        }
        return block;
    }
}
