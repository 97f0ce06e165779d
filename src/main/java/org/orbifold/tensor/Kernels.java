package org.orbifold.tensor;

/**
 * The primitives that programs are made of. There are two implementations, which agree to rounding:
 * {@link PortableKernels} in array-library operations, for any backend, and {@link CpuKernels} as vector loops on the
 * arrays' memory.
 *
 * <p>A population of n networks is one program: arrays have a leading axis of networks, and one network is n = 1.
 */
interface Kernels {
    /**
     * {@code y = f(x w^T + b)}.
     *
     * @param x {@code [n, rows, in]}, or {@code [rows, in]} shared by all networks (then not differentiated)
     * @param w {@code [n, out, in]}
     * @param b {@code [n, out]}
     * @param y {@code [n, rows, out]}
     */
    Primitive linear(Variable x, Variable w, Variable b, Pointwise f, Variable y);

    /**
     * The mean over rows of {@code -sum_c target_c log softmax(logits)_c}, in nats.
     *
     * @param logits {@code [n, rows, classes]}
     * @param target {@code [n, rows, classes]}, a distribution a row; not differentiated
     * @param loss {@code [n]}
     */
    Primitive crossEntropy(Variable logits, Variable target, Variable loss);

    /**
     * The mean over rows and columns of the squared difference.
     *
     * @param prediction {@code [n, rows, columns]}
     * @param target {@code [n, rows, columns]}; not differentiated
     * @param loss {@code [n]}
     */
    Primitive squaredError(Variable prediction, Variable target, Variable loss);

    /**
     * The step of an optimiser on one parameter of any shape.
     *
     * @param state the moments that the optimiser keeps, of the parameter's shape: first and second for Adam, the
     *     velocity for gradient descent
     */
    Update update(Variable parameter, Optimizer optimizer, Tensor[] state);

    /**
     * {@code c = a' b' + beta c} for matrices, where {@code '} transposes if asked.
     *
     * @param a {@code [m, k]} or, transposed, {@code [k, m]}
     * @param b {@code [k, n]} or, transposed, {@code [n, k]}
     * @param c {@code [m, n]}, of the same precision
     */
    void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c);
}
