package org.orbifold.io;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orbifold.io.OnnxValue.Features;
import org.orbifold.io.OnnxValue.Filled;
import org.orbifold.io.OnnxValue.GeluFactor;
import org.orbifold.io.OnnxValue.GeluFactor.Erf;
import org.orbifold.io.OnnxValue.NormStep;
import org.orbifold.io.OnnxValue.NormStep.Step;
import org.orbifold.io.OnnxValue.Parameter;
import org.orbifold.net.Activation;
import org.orbifold.net.Layer;

/**
 * Layers that old versions of the operators spell out in arithmetic: gelu, {@code 0.5 x (1 + erf(x / sqrt 2))}, with its
 * factors in any order; layer norm, {@code (x - mean) / sqrt(mean of (x - mean)^2 + epsilon)}; and the norm of one group,
 * which is written as instance norm of a row that is seen as one channel.
 */
final class OnnxArithmetic {
    private static final double TOLERANCE = 1e-6;

    private final OnnxConstants constants;
    private final OnnxNetwork network;

    OnnxArithmetic(OnnxConstants constants, OnnxNetwork network) {
        this.constants = constants;
        this.network = network;
    }

    /** What an operator of arithmetic makes of its inputs; refuses what leads to no layer. */
    OnnxValue value(OnnxModel.Node node, List<OnnxValue> inputs) throws IOException {
        OnnxValue a = inputs.getFirst();
        OnnxValue b = inputs.getLast();
        Optional<OnnxValue> made = made(node, a, b, inputs);
        boolean commutes = node.operator().equals("Mul") || node.operator().equals("Add");
        return (made.isEmpty() && commutes ? made(node, b, a, inputs) : made)
                .orElseThrow(() -> node.fault("is part of no layer that is read"));
    }

    private Optional<OnnxValue> made(OnnxModel.Node node, OnnxValue a, OnnxValue b, List<OnnxValue> inputs)
            throws IOException {
        return switch (node.operator()) {
            case "Mul" -> product(node, a, b);
            case "Div" -> quotient(node, a, b);
            case "Add" -> sum(node, a, b);
            case "Erf" -> erf(a);
            case "Sub" -> centred(a, b);
            case "Pow" -> squared(a, b);
            case "Sqrt" -> step(a, Step.STABLE_VARIANCE, Step.DEVIATION);
            case "ReduceMean" -> mean(node, inputs);
            default -> instanceNorm(node, inputs);
        };
    }

    /** The layer norm that a value is when nothing more is done to it. */
    Optional<Features> finished(OnnxModel.Node node, OnnxValue value) throws MalformedFileException {
        return value instanceof NormStep step && step.step() == Step.NORMALIZED
                ? Optional.of(layerNorm(node, step, Optional.empty()))
                : Optional.empty();
    }

    private Optional<OnnxValue> product(OnnxModel.Node node, OnnxValue a, OnnxValue b) throws IOException {
        if (a instanceof NormStep step && step.step() == Step.NORMALIZED && b instanceof Parameter constant) {
            Optional<Parameter> gain =
                    step.isNormalized() ? constant.perChannel(step.x().shape()) : Optional.empty();
            return gain.map(step::withGain);
        }
        if (a instanceof NormStep step && a.equals(b)) {
            return step(step, Step.CENTRED, Step.SQUARED);
        }
        Optional<GeluFactor> factor = factor(a);
        OptionalDouble scalar = constants.scalar(b);
        if (factor.isPresent() && scalar.isPresent()) {
            return Optional.of(gelu(node, factor.get().times(scalar.getAsDouble())));
        }
        Optional<GeluFactor> product = factor.flatMap(f -> factor(b).flatMap(f::times));
        return product.isPresent() ? Optional.of(gelu(node, product.get())) : Optional.empty();
    }

    private Optional<OnnxValue> quotient(OnnxModel.Node node, OnnxValue a, OnnxValue b) throws IOException {
        if (a instanceof NormStep above && b instanceof NormStep below) {
            return above.step() == Step.CENTRED
                            && below.step() == Step.DEVIATION
                            && above.x().equals(below.x())
                    ? Optional.of(below.to(Step.NORMALIZED))
                    : Optional.empty();
        }
        OptionalDouble scalar = constants.scalar(b);
        return scalar.isPresent()
                ? product(node, a, new Filled(1 / scalar.getAsDouble(), List.of()))
                : Optional.empty();
    }

    private Optional<OnnxValue> sum(OnnxModel.Node node, OnnxValue a, OnnxValue b) throws IOException {
        OptionalDouble scalar = constants.scalar(b);
        return switch (a) {
            case GeluFactor factor when isNear(scalar, 1) -> factor.plusOne();
            case NormStep step
            when step.step() == Step.VARIANCE && scalar.isPresent() ->
                Optional.of(new NormStep(step.x(), Step.STABLE_VARIANCE, scalar.getAsDouble()));
            case NormStep step
            when step.step() == Step.NORMALIZED && b instanceof Parameter constant -> {
                Optional<Parameter> shift = constant.perChannel(step.x().shape());
                yield shift.isPresent() ? Optional.of(layerNorm(node, step, shift)) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Optional<OnnxValue> erf(OnnxValue a) {
        return factor(a).flatMap(GeluFactor::ofErf);
    }

    private static Optional<OnnxValue> centred(OnnxValue a, OnnxValue b) {
        return b instanceof NormStep mean && mean.x().equals(a)
                ? step(mean, Step.MEAN, Step.CENTRED)
                : Optional.empty();
    }

    private Optional<OnnxValue> squared(OnnxValue a, OnnxValue b) throws IOException {
        return isNear(constants.scalar(b), 2) ? step(a, Step.CENTRED, Step.SQUARED) : Optional.empty();
    }

    /** The mean of the features of a row, one after another. */
    private static Optional<OnnxValue> mean(OnnxModel.Node node, List<OnnxValue> inputs) throws MalformedFileException {
        if (node.whole("keepdims", 1) == 0
                || !OnnxConstants.axes(node, inputs, 2).equals(List.of(1))) {
            return Optional.empty();
        }
        return inputs.getFirst() instanceof Features x && x.shape().size() == 1
                ? Optional.of(new NormStep(x, Step.MEAN, 0))
                : step(inputs.getFirst(), Step.SQUARED, Step.VARIANCE);
    }

    private Optional<OnnxValue> instanceNorm(OnnxModel.Node node, List<OnnxValue> inputs) throws IOException {
        return inputs.size() == 3
                        && inputs.getFirst() instanceof Features x
                        && x.shape().equals(List.of(1L, x.size()))
                        && isNear(constants.scalar(inputs.get(1)), 1)
                        && isNear(constants.scalar(inputs.get(2)), 0)
                ? Optional.of(new NormStep(x, Step.NORMALIZED, OnnxLayers.epsilon(node)))
                : Optional.empty();
    }

    private static Optional<OnnxValue> step(OnnxValue value, Step from, Step to) {
        return value instanceof NormStep step && step.step() == from ? Optional.of(step.to(to)) : Optional.empty();
    }

    private static Optional<GeluFactor> factor(OnnxValue value) {
        return switch (value) {
            case Features x -> Optional.of(new GeluFactor(x, true, Erf.NONE, 1));
            case GeluFactor factor -> Optional.of(factor);
            default -> Optional.empty();
        };
    }

    private static boolean isNear(OptionalDouble value, double other) {
        return value.isPresent() && Math.abs(value.getAsDouble() - other) < TOLERANCE;
    }

    /** The layer that a product is, if it is all of gelu. */
    private OnnxValue gelu(OnnxModel.Node node, GeluFactor factor) throws MalformedFileException {
        return factor.isGelu()
                ? network.add(node, new Layer.Pointwise(Activation.GELU), factor.x(), List.of())
                : factor;
    }

    private Features layerNorm(OnnxModel.Node node, NormStep step, Optional<Parameter> shift)
            throws MalformedFileException {
        return network.add(node, new Layer.LayerNorm(step.epsilon()), step.x(), List.of(step.gain(), shift));
    }
}
