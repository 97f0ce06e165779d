package org.orbifold.tensor;

import java.util.List;
import java.util.Optional;

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
     * {@code y = gain * normalized(residual + x w^T + b) + shift}, layer norm over the columns of each row (Ba et al.
     * 2016), with {@link Tape#EPSILON} added to the variance.
     *
     * @param x {@code [1, rows, in]}
     * @param w {@code [1, out, in]}
     * @param b {@code [1, out]}
     * @param residual {@code [1, rows, out]}
     * @param gain {@code [1, out]}
     * @param shift {@code [1, out]}
     * @param y {@code [1, rows, out]}
     */
    Primitive linearNorm(
            Variable x, Variable w, Variable b, Variable residual, Variable gain, Variable shift, Variable y);

    /**
     * On the edges e from node p to node h of a batch of layered graphs: {@code y_e = f(x_e w^T + t_h + s_p + b)}, where
     * the row of node i in {@code terms} is {@code (t_i, s_i)}.
     *
     * @param x {@code [1, batch edges, in]}
     * @param terms {@code [1, batch nodes, 2 out]}
     * @param w {@code [1, out, in]}
     * @param b {@code [1, out]}
     * @param f not GELU, whose derivative needs what it is applied to
     * @param y {@code [1, batch edges, out]}
     */
    Primitive edgeLinear(
            LayeredGraph graph, Variable x, Variable terms, Variable w, Variable b, Pointwise f, Variable y);

    /**
     * Relational attention (Diao and Loynd 2023, section 3) over the real edges in both directions: node i attends to
     * its neighbours j in both adjacent layers, by {@code softmax_j <q_i + e1, k_j + e2> / sqrt(head width)}, to
     * {@code v_j * e4 + e3}, with the state {@code (e1, e2, e3, e4)} of the edge between them, one for both directions.
     * Heads are interleaved: channel c belongs to head c modulo heads.
     *
     * @param heads a multiple of 8
     * @param nodes {@code [1, batch nodes, 3 width]}, rows (q, k, v)
     * @param edges {@code [1, batch edges, 4 width]}, rows (e1, e2, e3, e4)
     * @param y {@code [1, batch nodes, width]}
     */
    Primitive attention(LayeredGraph graph, int heads, Variable nodes, Variable edges, Variable y);

    /**
     * For each node the sum of its neighbours' messages, weighted by the softmax of their scores over the neighbours.
     * An edge from p to h has two messages, to h and to p, in that order, and as many scores. Heads are interleaved.
     *
     * @param heads a multiple of 8
     * @param scores {@code [1, batch edges, 2 heads]}
     * @param messages {@code [1, batch edges, 2 width]}
     * @param y {@code [1, batch nodes, width]}
     */
    Primitive softmaxSum(LayeredGraph graph, int heads, Variable scores, Variable messages, Variable y);

    /**
     * For each node the sum of its neighbours' messages, times the edge's factor.
     *
     * @param messages {@code [1, batch edges, 2 width]}, to h and to p
     * @param y {@code [1, batch nodes, width]}
     */
    Primitive neighborSum(LayeredGraph graph, Variable messages, EdgeFactors factors, Variable y);

    /**
     * Principal neighbourhood aggregation (Corso et al. 2020, eq. 7): mean, standard deviation (with {@link
     * Tape#EPSILON} inside the root), largest and smallest of each node's messages, times each of three scalers. The
     * gradient of an extreme goes to every message that attains it.
     *
     * @param messages {@code [1, batch edges, 2 width]}, to h and to p
     * @param y {@code [1, batch nodes, 12 width]}, a scaler after the other
     */
    Primitive principalAggregation(LayeredGraph graph, Variable messages, DegreeScalers scalers, Variable y);

    /**
     * For each node the sum of its edges' features, each times a row of a table that the class of the edge tells, and
     * times the edge's factor: {@code y_h = sum over edges e to h, features f, of factor_e x_ef u}, with (u, v) in row
     * {@code class features + f} of the table; and the same to the node p that e comes from, with v.
     *
     * @param edges {@code [1, batch edges, features]}
     * @param table {@code [1, classes features, 2 width]}
     * @param classes of the edges of one graph
     * @param y {@code [1, batch nodes, width]}
     */
    Primitive incidentSum(
            LayeredGraph graph, Variable edges, Variable table, int[] classes, EdgeFactors factors, Variable y);

    /**
     * On the edges e from node p to node h, for every feature f: {@code y_ef = <u_h, v_pf> / sqrt(rank)}, where the row of
     * node i in {@code ends} is {@code (u_i, v_i1, v_i2, ...)}.
     *
     * @param ends {@code [1, batch nodes, (1 + features) rank]}
     * @param y {@code [1, batch edges, features]}
     */
    Primitive edgeProduct(LayeredGraph graph, Variable ends, Variable y);

    /**
     * {@code y_r = x_r + table_index[r]}.
     *
     * @param x {@code [1, rows, width]}
     * @param table {@code [1, any, width]}
     * @param y {@code [1, rows, width]}
     */
    Primitive addRows(Variable x, Variable table, int[] index, Variable y);

    /**
     * Feature-wise modulation (Perez et al. 2018): {@code y_r = (1 + gain) x_r + shift}, where row index[r] of the
     * modulation is {@code (gain, shift)}.
     *
     * @param x {@code [1, rows, width]}
     * @param modulation {@code [1, any, 2 width]}
     * @param y {@code [1, rows, width]}
     */
    Primitive film(Variable x, Variable modulation, int[] index, Variable y);

    /**
     * Cross-correlation of maps with filters, zeros around them: {@code y_o = b_o + sum over channels c of w_oc * x_c}.
     *
     * @param x {@code [n, rows, features]}, or {@code [rows, features]} shared by all networks (then not differentiated)
     * @param in the shape of a row of x
     * @param w {@code [n, out, in height width]}
     * @param b {@code [n, out]}
     * @param y {@code [n, rows, features]}
     */
    Primitive convolution(Variable x, FeatureShape in, Window window, Variable w, Optional<Variable> b, Variable y);

    /**
     * The largest, or the mean, of what a window sees of each channel; beyond the maps there is nothing to be the largest,
     * and zeros for the mean. The gradient of the largest goes to the first that attains it.
     *
     * @param x {@code [n, rows, features]}, or {@code [rows, features]} shared
     * @param y {@code [n, rows, features]}
     */
    Primitive pool(Variable x, FeatureShape in, Window window, boolean max, Variable y);

    /**
     * {@code y = gain (x - mean) / sqrt(variance + epsilon) + shift} by channel.
     *
     * @param x {@code [n, rows, features]}, or {@code [rows, features]} shared
     * @param y {@code [n, rows, features]}
     */
    Primitive batchNorm(Variable x, FeatureShape shape, BatchNorm norm, Variable y);

    /**
     * The same with the mean and variance of each row.
     *
     * @param gain {@code [n, channels]}
     * @param shift {@code [n, channels]}
     */
    Primitive layerNorm(Variable x, FeatureShape shape, Variable gain, Variable shift, double epsilon, Variable y);

    /**
     * {@code y = f(x_1 + x_2 + ...)}.
     *
     * @param summands {@code [n, rows, features]} each, or {@code [rows, features]} shared
     * @param y {@code [n, rows, features]}
     */
    Primitive pointwise(List<Variable> summands, Pointwise f, Variable y);

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
     * The step of {@link AdamW} on all parameters of a model.
     *
     * @param value the parameters
     * @param gradient as long; scaled by {@code factor} where it is read
     * @param moments first, second, and the moving average of the parameters, each as long
     */
    void adamW(AdamW rule, Tensor value, Tensor gradient, double factor, Tensor[] moments, double rate, long step);

    /** The sum of the squares of all elements. */
    double squaredNorm(Tensor tensor);

    /** {@code to += from}, arrays of one length. */
    void add(Tensor from, Tensor to);

    /**
     * {@code c = a' b' + beta c} for matrices, where {@code '} transposes if asked.
     *
     * @param a {@code [m, k]} or, transposed, {@code [k, m]}
     * @param b {@code [k, n]} or, transposed, {@code [n, k]}
     * @param c {@code [m, n]}, of the same precision
     */
    void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c);
}
