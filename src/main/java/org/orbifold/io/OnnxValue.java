package org.orbifold.io;

import java.util.List;
import java.util.Optional;

/** What a value of an ONNX graph has been understood to be. */
sealed interface OnnxValue {
    /** Stands among whole numbers for the number of rows that a network is given at once. */
    long ROWS = Long.MIN_VALUE;

    /**
     * What a node of the architecture gives, a row of the network's input each.
     *
     * @param node its number; 0 is the input
     * @param shape how the numbers of a row are seen now, in the order in which they lie
     */
    record Features(int node, List<Long> shape) implements OnnxValue {
        /** The numbers of a row. */
        long size() {
            return shape.stream().reduce(1L, (a, b) -> a * b);
        }
    }

    /** Maps with zeros around them. */
    record Padded(Features maps, OnnxPadding padding) implements OnnxValue {}

    /** Whole numbers, as a shape; a scalar is one of them. */
    record Wholes(List<Long> values) implements OnnxValue {
        public Wholes {
            values = List.copyOf(values);
        }
    }

    /**
     * Floats of the file.
     *
     * @param tensor where they are, and the shape in which they are seen: column by column, if they were transposed
     * @param name what the file calls them now
     */
    record Parameter(TensorInfo tensor, String name) implements OnnxValue {
        /** Its sizes. */
        List<Long> shape() {
            return tensor.shape();
        }

        /** The same floats under another name. */
        Parameter named(String other) {
            return new Parameter(tensor, other);
        }

        /** So many times its floats. */
        Parameter times(double factor) {
            return new Parameter(tensor.times(factor), name);
        }

        /** The same floats in another shape of as many. */
        Parameter shaped(List<Long> shape) {
            return new Parameter(tensor.seenAs(shape, tensor.columnMajor()), name);
        }

        /** The matrix with rows and columns exchanged. */
        Parameter transposed() {
            return new Parameter(tensor.seenAs(shape().reversed(), !tensor.columnMajor()), name);
        }

        /** The same floats as one a channel of features of that shape, if that is how they are broadcast to them. */
        Optional<Parameter> perChannel(List<Long> features) {
            long channels = features.getFirst();
            int axis = shape().size() - features.size();
            return axis >= 0 && tensor.count() == channels && shape().get(axis) == channels
                    ? Optional.of(new Parameter(tensor.seenAs(List.of(channels), false), name))
                    : Optional.empty();
        }
    }

    /** One number, as often as the shape asks for. */
    record Filled(double value, List<Long> shape) implements OnnxValue {}

    /**
     * A product on the way to {@code gelu(x) = 0.5 x (1 + erf(x / sqrt 2))}: {@code factor}, times x if it is so, times a
     * term in erf.
     */
    record GeluFactor(Features x, boolean timesX, Erf erf, double factor) implements OnnxValue {
        private static final double TOLERANCE = 1e-6;

        /** What of {@code 1 + erf(x / sqrt 2)} there is. */
        enum Erf {
            NONE,
            ERF,
            ONE_PLUS_ERF
        }

        private boolean is(boolean withX, Erf withErf, double withFactor) {
            return timesX == withX && erf == withErf && Math.abs(factor - withFactor) < TOLERANCE;
        }

        /** Whether it is all of gelu. */
        boolean isGelu() {
            return is(true, Erf.ONE_PLUS_ERF, 0.5);
        }

        /** So many times it. */
        GeluFactor times(double other) {
            return new GeluFactor(x, timesX, erf, factor * other);
        }

        /** The product with another, if it may be part of gelu. */
        Optional<GeluFactor> times(GeluFactor other) {
            boolean twice = (timesX && other.timesX) || (erf != Erf.NONE && other.erf != Erf.NONE);
            return twice || !x.equals(other.x)
                    ? Optional.empty()
                    : Optional.of(new GeluFactor(
                            x, timesX || other.timesX, erf == Erf.NONE ? other.erf : erf, factor * other.factor));
        }

        /** The erf of it, if it is {@code x / sqrt 2}. */
        Optional<OnnxValue> ofErf() {
            return is(true, Erf.NONE, Math.sqrt(0.5))
                    ? Optional.of(new GeluFactor(x, false, Erf.ERF, 1))
                    : Optional.empty();
        }

        /** 1 more than it, if it is {@code erf(x / sqrt 2)}. */
        Optional<OnnxValue> plusOne() {
            return is(false, Erf.ERF, 1)
                    ? Optional.of(new GeluFactor(x, false, Erf.ONE_PLUS_ERF, 1))
                    : Optional.empty();
        }
    }

    /** A step on the way to layer norm. */
    record NormStep(Features x, Step step, double epsilon, Optional<Parameter> gain) implements OnnxValue {
        /** What has been computed: the mean of x, x less the mean, the square of that, ..., by the deviation. */
        enum Step {
            MEAN,
            CENTRED,
            SQUARED,
            VARIANCE,
            STABLE_VARIANCE,
            DEVIATION,
            NORMALIZED
        }

        NormStep(Features x, Step step, double epsilon) {
            this(x, step, epsilon, Optional.empty());
        }

        /** Whether x has been normalized, and no more. */
        boolean isNormalized() {
            return step == Step.NORMALIZED && gain.isEmpty();
        }

        /** The same step of x seen in another shape. */
        NormStep of(Features other) {
            return new NormStep(other, step, epsilon, gain);
        }

        /** The same x, some steps on. */
        NormStep to(Step next) {
            return new NormStep(x, next, epsilon, gain);
        }

        /** The same times a gain. */
        NormStep withGain(Parameter channels) {
            return new NormStep(x, step, epsilon, Optional.of(channels));
        }
    }
}
