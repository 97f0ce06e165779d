package org.orbifold.tensor;

/** A rule that moves parameters against their gradients; both decay the weights by adding to the gradient. */
public sealed interface Optimizer {
    /**
     * Adam (Kingma and Ba 2015, alg. 1).
     *
     * @param epsilon added to the root of the second moment
     */
    record Adam(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {
        /** With the paper's constants and no decay. */
        public Adam() {
            this(0.9, 0.999, 1e-8, 0);
        }
    }

    /** Stochastic gradient descent with momentum: v = momentum v + g, parameter -= rate v. */
    record Sgd(double momentum, double weightDecay) implements Optimizer {}
}
