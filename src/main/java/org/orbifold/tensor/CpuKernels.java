package org.orbifold.tensor;

import java.util.List;
import java.util.Optional;
import org.orbifold.tensor.Blas.Block;

/**
 * The primitives as vector loops on the arrays' own memory, with the array library's BLAS for large products. Float
 * only: programs in double, which are for checking, go to the portable kernels. Primitives of populations share the
 * threads; those of graph networks run on the thread that replays them, and batches run side by side as {@link
 * DataParallel}.
 */
final class CpuKernels implements Kernels {
    private final Parallel parallel;
    private final Kernels portable;

    CpuKernels(Parallel parallel, Kernels portable) {
        this.parallel = parallel;
        this.portable = portable;
    }

    private static boolean isFloat(Variable x) {
        return x.value().precision() == Precision.FLOAT;
    }

    @Override
    public Primitive linear(Variable x, Variable w, Variable b, Pointwise f, Variable y) {
        return isFloat(y)
                ? new CpuLinear(parallel, x, w, y, new PointwiseEpilogue(b, f, y))
                : portable.linear(x, w, b, f, y);
    }

    @Override
    public Primitive linearNorm(
            Variable x, Variable w, Variable b, Variable residual, Variable gain, Variable shift, Variable y) {
        return isFloat(y)
                ? new CpuLinear(Parallel.SERIAL, x, w, y, new NormEpilogue(b, residual, gain, shift, y))
                : portable.linearNorm(x, w, b, residual, gain, shift, y);
    }

    @Override
    public Primitive edgeLinear(
            LayeredGraph graph, Variable x, Variable terms, Variable w, Variable b, Pointwise f, Variable y) {
        return isFloat(y)
                ? new CpuLinear(Parallel.SERIAL, x, w, y, new EdgeEpilogue(new EdgeEnds(graph), terms, b, f, y))
                : portable.edgeLinear(graph, x, terms, w, b, f, y);
    }

    @Override
    public Primitive attention(LayeredGraph graph, int heads, Variable nodes, Variable edges, Variable y) {
        return isFloat(y)
                ? new CpuAttention(graph, heads, nodes, edges, y)
                : portable.attention(graph, heads, nodes, edges, y);
    }

    @Override
    public Primitive softmaxSum(LayeredGraph graph, int heads, Variable scores, Variable messages, Variable y) {
        return isFloat(y)
                ? new CpuSoftmaxSum(graph, heads, scores, messages, y)
                : portable.softmaxSum(graph, heads, scores, messages, y);
    }

    @Override
    public Primitive neighborSum(LayeredGraph graph, Variable messages, EdgeFactors factors, Variable y) {
        return isFloat(y)
                ? new CpuNeighborSum(graph, messages, factors, y)
                : portable.neighborSum(graph, messages, factors, y);
    }

    @Override
    public Primitive principalAggregation(LayeredGraph graph, Variable messages, DegreeScalers scalers, Variable y) {
        return isFloat(y)
                ? new CpuPrincipalAggregation(graph, messages, scalers, y)
                : portable.principalAggregation(graph, messages, scalers, y);
    }

    @Override
    public Primitive incidentSum(
            LayeredGraph graph, Variable edges, Variable table, int[] classes, EdgeFactors factors, Variable y) {
        return isFloat(y)
                ? new CpuIncidentSum(graph, edges, table, classes, factors, y)
                : portable.incidentSum(graph, edges, table, classes, factors, y);
    }

    @Override
    public Primitive edgeProduct(LayeredGraph graph, Variable ends, Variable y) {
        return isFloat(y) ? new CpuEdgeProduct(graph, ends, y) : portable.edgeProduct(graph, ends, y);
    }

    @Override
    public Primitive addRows(Variable x, Variable table, int[] index, Variable y) {
        return isFloat(y) ? new CpuAddRows(x, table, index, y) : portable.addRows(x, table, index, y);
    }

    @Override
    public Primitive film(Variable x, Variable modulation, int[] index, Variable y) {
        return isFloat(y) ? new CpuFilm(x, modulation, index, y) : portable.film(x, modulation, index, y);
    }

    @Override
    public Primitive convolution(
            Variable x, FeatureShape in, Window window, Variable w, Optional<Variable> b, Variable y) {
        return isFloat(y)
                ? new CpuConvolution(parallel, x, in, window, w, b, y)
                : portable.convolution(x, in, window, w, b, y);
    }

    @Override
    public Primitive pool(Variable x, FeatureShape in, Window window, boolean max, Variable y) {
        return isFloat(y) ? new CpuPool(parallel, x, in, window, max, y) : portable.pool(x, in, window, max, y);
    }

    @Override
    public Primitive batchNorm(Variable x, FeatureShape shape, BatchNorm norm, Variable y) {
        return isFloat(y)
                ? new CpuNorm(parallel, x, shape, NormStatistics.ofChannels(norm), norm.gain(), norm.shift(), y)
                : portable.batchNorm(x, shape, norm, y);
    }

    @Override
    public Primitive layerNorm(
            Variable x, FeatureShape shape, Variable gain, Variable shift, double epsilon, Variable y) {
        return isFloat(y)
                ? new CpuNorm(parallel, x, shape, NormStatistics.ofRows(shape, epsilon, y), gain, shift, y)
                : portable.layerNorm(x, shape, gain, shift, epsilon, y);
    }

    @Override
    public Primitive pointwise(List<Variable> summands, Pointwise f, Variable y) {
        return isFloat(y) ? new CpuPointwise(parallel, summands, f, y) : portable.pointwise(summands, f, y);
    }

    @Override
    public Primitive crossEntropy(Variable logits, Variable target, Variable loss) {
        return isFloat(logits)
                ? new CpuCrossEntropy(parallel, logits, target, loss)
                : portable.crossEntropy(logits, target, loss);
    }

    @Override
    public Primitive squaredError(Variable prediction, Variable target, Variable loss) {
        return isFloat(prediction)
                ? new CpuSquaredError(parallel, prediction, target, loss)
                : portable.squaredError(prediction, target, loss);
    }

    @Override
    public Update update(Variable parameter, Optimizer optimizer, Tensor[] state) {
        return isFloat(parameter)
                ? new CpuUpdate(parallel, parameter, optimizer, state)
                : portable.update(parameter, optimizer, state);
    }

    @Override
    public void adamW(
            AdamW rule, Tensor value, Tensor gradient, double factor, Tensor[] moments, double rate, long step) {
        if (value.precision() == Precision.FLOAT) {
            CpuUpdate.adamW(parallel, rule, value, gradient, factor, moments, rate, step);
        } else {
            portable.adamW(rule, value, gradient, factor, moments, rate, step);
        }
    }

    @Override
    public double squaredNorm(Tensor tensor) {
        return portable.squaredNorm(tensor);
    }

    @Override
    public void add(Tensor from, Tensor to) {
        portable.add(from, to);
    }

    @Override
    public void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c) {
        int k = a.dim(transposeA ? 0 : 1);
        Block left = new Block(a, 0);
        Block right = new Block(b, 0);
        Blas.multiply(parallel, c.dim(0), c.dim(1), k, left, transposeA, right, transposeB, beta, new Block(c, 0));
    }
}
