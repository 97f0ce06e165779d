package org.orbifold.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reverse-mode differentiation over preallocated arrays: a computation is recorded once, for its shapes, and then
 * replayed. Recording allocates every array and runs nothing; {@link #forward} runs the primitives in the order in which
 * they were recorded, {@link #backward} in the opposite one. Not safe for use by several threads at once.
 */
public final class Tape implements AutoCloseable {
    private final Kernels kernels;
    private final Precision precision;
    private final List<Variable> variables = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    private record Step(Primitive primitive, Variable result) {}

    Tape(Kernels kernels, Precision precision) {
        this.kernels = kernels;
        this.precision = precision;
    }

    /** An array that is written from outside and not differentiated: data. */
    public Variable constant(long... shape) {
        return add(false, shape);
    }

    /** An array that is written from outside and has a gradient: a parameter, or an input to differentiate by. */
    public Variable parameter(long... shape) {
        return add(true, shape);
    }

    /**
     * {@code f(x w^T + b)}.
     *
     * @param x {@code [n, rows, in]}, or {@code [rows, in]} shared by all networks (then not differentiated)
     * @param w {@code [n, out, in]}
     * @param b {@code [n, out]}
     * @return {@code [n, rows, out]}
     */
    public Variable linear(Variable x, Variable w, Variable b, Pointwise f) {
        Tensor weights = w.value();
        require(weights.rank() == 3 && b.value().rank() == 2, "weights [n, out, in] and biases [n, out]", w, b);
        require(x.value().dim(-1) == weights.dim(2), "inputs as wide as the weights", x, w);
        require(
                x.value().rank() == 3 ? x.value().dim(0) == weights.dim(0) : !x.isDifferentiated(),
                "inputs [n, rows, in], or [rows, in] that are not differentiated",
                x,
                w);
        boolean differentiated = x.isDifferentiated() || w.isDifferentiated() || b.isDifferentiated();
        Variable y = add(differentiated, weights.dim(0), x.value().dim(-2), weights.dim(1));
        steps.add(new Step(kernels.linear(x, w, b, f, y), y));
        return y;
    }

    /** The mean cross-entropy in nats of logits {@code [n, rows, classes]} against target distributions: {@code [n]}. */
    public Variable crossEntropy(Variable logits, Variable target) {
        return loss(logits, target, kernels::crossEntropy);
    }

    /** The mean squared difference of two arrays {@code [n, rows, columns]}: {@code [n]}. */
    public Variable squaredError(Variable prediction, Variable target) {
        return loss(prediction, target, kernels::squaredError);
    }

    private interface Loss {
        Primitive record(Variable prediction, Variable target, Variable loss);
    }

    private Variable loss(Variable prediction, Variable target, Loss kind) {
        require(
                Arrays.equals(prediction.value().shape(), target.value().shape())
                        && prediction.value().rank() == 3,
                "predictions and targets [n, rows, columns]",
                prediction,
                target);
        Variable loss = add(prediction.isDifferentiated(), prediction.value().dim(0));
        steps.add(new Step(kind.record(prediction, target, loss), loss));
        return loss;
    }

    /** An optimiser's step on a parameter of this tape, with its state at zero. */
    public Update update(Variable parameter, Optimizer optimizer) {
        int moments = switch (optimizer) {
            case Optimizer.Adam adam -> 2;
            case Optimizer.Sgd sgd -> 1;
        };
        Tensor[] state = new Tensor[moments];
        Arrays.setAll(state, i -> add(false, parameter.value().shape()).value());
        return kernels.update(parameter, optimizer, state);
    }

    /** Runs the computation. */
    public void forward() {
        for (Step step : steps) {
            step.primitive.forward();
        }
    }

    /** Differentiates the sum of {@code output} by every differentiated array, after {@link #forward}. */
    public void backward(Variable output) {
        output.gradient().fill(1);
        vectorJacobianProduct(output);
    }

    /**
     * The vector-Jacobian product: differentiates {@code <output.gradient(), output>}, with the gradient as the caller
     * wrote it, by every parameter. Gradients of what lies between are used up on the way, the output's too.
     */
    public void vectorJacobianProduct(Variable output) {
        variables.forEach(Variable::clearGradient);
        output.accumulates();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (step.result.hasGradient()) {
                step.primitive.backward();
            }
        }
        variables.forEach(Variable::settleGradient);
    }

    /** Frees every array. */
    @Override
    public void close() {
        variables.forEach(Variable::close);
    }

    private Variable add(boolean differentiated, long... shape) {
        Variable variable = new Variable(new Tensor(precision, shape), differentiated);
        variables.add(variable);
        return variable;
    }

    private static void require(boolean condition, String what, Variable a, Variable b) {
        if (!condition) {
            throw new IllegalArgumentException("need " + what + ", got " + a.value() + " and " + b.value());
        }
    }
}
