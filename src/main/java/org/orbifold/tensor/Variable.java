package org.orbifold.tensor;

import java.util.Optional;

/** An array on a tape, and, where it takes part in differentiation, its gradient: an array of the same shape. */
public final class Variable {
    private final Tensor value;
    private final Optional<Tensor> gradient;
    private boolean gradientWritten;

    Variable(Tensor value, boolean differentiated) {
        this.value = value;
        this.gradient = differentiated ? Optional.of(new Tensor(value.precision(), value.shape())) : Optional.empty();
    }

    /** A parameter that lies in memory of others. */
    Variable(Tensor value, Tensor gradient) {
        this.value = value;
        this.gradient = Optional.of(gradient);
    }

    /** The value. */
    public Tensor value() {
        return value;
    }

    /** The gradient of what was last differentiated. */
    public Tensor gradient() {
        return gradient.orElseThrow(() -> new IllegalStateException(value + " is not differentiated"));
    }

    /** Whether it has a gradient. */
    public boolean isDifferentiated() {
        return gradient.isPresent();
    }

    /** Forgets the gradient, so that the next one replaces it. */
    void clearGradient() {
        gradientWritten = false;
    }

    /** Whether anything contributed to the gradient. */
    boolean hasGradient() {
        return gradientWritten;
    }

    /** Whether a gradient stands already, so that the next is added to it; from now on one does. */
    boolean accumulates() {
        boolean before = gradientWritten;
        gradientWritten = true;
        return before;
    }

    /** Zeroes the gradient if it has one and none stands already: what follows is added. */
    void beginAccumulation() {
        if (isDifferentiated() && !accumulates()) {
            gradient().fill(0);
        }
    }

    /** Zeroes the gradient if nothing contributed to it. */
    void settleGradient() {
        if (!gradientWritten) {
            gradient.ifPresent(g -> g.fill(0));
        }
    }

    void close() {
        value.close();
        gradient.ifPresent(Tensor::close);
    }
}
