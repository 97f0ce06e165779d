package org.orbifold.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The primitives in array-library operations, one network of a population after the other: plain, for any device and
 * precision, and the yardstick for {@link CpuKernels}.
 */
final class PortableKernels extends PortableMapKernels {
    @Override
    public Primitive linear(Variable x, Variable w, Variable b, Pointwise f, Variable y) {
        int networks = w.value().dim(0);
        return new Primitive() {
            @Override
            public void forward() {
                for (int n = 0; n < networks; n++) {
                    INDArray z = input(n).mmul(w.value().array().slice(n).transpose());
                    z.addiRowVector(b.value().array().slice(n));
                    y.value().array().slice(n).assign(apply(f, z));
                }
            }

            @Override
            public void backward() {
                boolean addX = x.isDifferentiated() && x.accumulates();
                boolean addW = w.isDifferentiated() && w.accumulates();
                boolean addB = b.isDifferentiated() && b.accumulates();
                for (int n = 0; n < networks; n++) {
                    INDArray weights = w.value().array().slice(n);
                    INDArray z = input(n).mmul(weights.transpose());
                    z.addiRowVector(b.value().array().slice(n));
                    INDArray dz = y.gradient().array().slice(n).mul(derivative(f, z));
                    put(w, n, dz.transpose().mmul(input(n)), addW);
                    put(b, n, dz.sum(0), addB);
                    if (x.isDifferentiated()) {
                        put(x, n, dz.mmul(weights), addX);
                    }
                }
            }

            private INDArray input(int n) {
                INDArray rows = x.value().array();
                return rows.rank() == 3 ? rows.slice(n) : rows;
            }
        };
    }

    private static void put(Variable variable, int network, INDArray gradient, boolean add) {
        if (variable.isDifferentiated()) {
            INDArray slot = variable.gradient().array().slice(network);
            if (add) {
                slot.addi(gradient);
            } else {
                slot.assign(gradient);
            }
        }
    }

    /** f of every element; may be z itself. */
    static INDArray apply(Pointwise f, INDArray z) {
        return switch (f) {
            case IDENTITY -> z;
            case RELU -> Transforms.max(z, 0);
            case LEAKY_RELU -> Transforms.leakyRelu(z, Pointwise.LEAKY_SLOPE);
            case TANH -> Transforms.tanh(z, true);
            case SIGMOID -> Transforms.sigmoid(z, true);
            case GELU -> z.mul(normalDistribution(z));
        };
    }

    static INDArray derivative(Pointwise f, INDArray z) {
        return switch (f) {
            case IDENTITY -> Nd4j.onesLike(z);
            case RELU -> z.gt(0).castTo(z.dataType());
            case LEAKY_RELU -> {
                INDArray positive = z.gt(0).castTo(z.dataType());
                yield positive.mul(1 - Pointwise.LEAKY_SLOPE).add(Pointwise.LEAKY_SLOPE);
            }
            case TANH -> {
                INDArray y = Transforms.tanh(z, true);
                yield y.mul(y).rsub(1);
            }
            case SIGMOID -> {
                INDArray y = Transforms.sigmoid(z, true);
                yield y.mul(y.rsub(1));
            }
            case GELU -> {
                INDArray density = Transforms.exp(z.mul(z).mul(-0.5), false).mul(1 / Math.sqrt(2 * Math.PI));
                yield normalDistribution(z).add(z.mul(density));
            }
        };
    }

    private static INDArray normalDistribution(INDArray z) {
        INDArray scaled = z.mul(Math.sqrt(0.5));
        return Nd4j.getExecutioner().exec(new Erf(scaled, scaled)).add(1).mul(0.5);
    }

    @Override
    public Primitive crossEntropy(Variable logits, Variable target, Variable loss) {
        int networks = logits.value().dim(0);
        int rows = logits.value().dim(1);
        return new Primitive() {
            @Override
            public void forward() {
                for (int n = 0; n < networks; n++) {
                    INDArray log = logSoftmax(logits.value().array().slice(n));
                    double sum =
                            target.value().array().slice(n).mul(log).sumNumber().doubleValue();
                    loss.value().set(n, -sum / rows);
                }
            }

            @Override
            public void backward() {
                if (!logits.isDifferentiated()) {
                    return;
                }
                boolean add = logits.accumulates();
                for (int n = 0; n < networks; n++) {
                    INDArray targets = target.value().array().slice(n);
                    INDArray probabilities =
                            Transforms.exp(logSoftmax(logits.value().array().slice(n)), false);
                    INDArray mass = targets.sum(true, 1);
                    INDArray d = probabilities.mulColumnVector(mass).sub(targets);
                    put(logits, n, d.mul(loss.gradient().get(n) / rows), add);
                }
            }
        };
    }

    private static INDArray logSoftmax(INDArray z) {
        INDArray shifted = z.subColumnVector(z.max(true, 1));
        return shifted.subColumnVector(
                Transforms.log(Transforms.exp(shifted, true).sum(true, 1), false));
    }

    @Override
    public Primitive squaredError(Variable prediction, Variable target, Variable loss) {
        int networks = prediction.value().dim(0);
        double size = (double) prediction.value().dim(1) * prediction.value().dim(2);
        return new Primitive() {
            private INDArray difference(int n) {
                return prediction
                        .value()
                        .array()
                        .slice(n)
                        .sub(target.value().array().slice(n));
            }

            @Override
            public void forward() {
                for (int n = 0; n < networks; n++) {
                    INDArray d = difference(n);
                    loss.value().set(n, d.mul(d).sumNumber().doubleValue() / size);
                }
            }

            @Override
            public void backward() {
                if (!prediction.isDifferentiated()) {
                    return;
                }
                boolean add = prediction.accumulates();
                for (int n = 0; n < networks; n++) {
                    put(prediction, n, difference(n).mul(2 * loss.gradient().get(n) / size), add);
                }
            }
        };
    }

    @Override
    public Update update(Variable parameter, Optimizer optimizer, Tensor[] state) {
        INDArray p = parameter.value().array();
        return switch (optimizer) {
            case Optimizer.Adam adam ->
                (rate, step) -> {
                    INDArray g = parameter.gradient().array().add(p.mul(adam.weightDecay()));
                    INDArray m = state[0].array();
                    INDArray v = state[1].array();
                    m.muli(adam.beta1()).addi(g.mul(1 - adam.beta1()));
                    v.muli(adam.beta2()).addi(g.mul(g).mul(1 - adam.beta2()));
                    INDArray root = Transforms.sqrt(v.div(1 - Math.pow(adam.beta2(), (double) step)), false)
                            .add(adam.epsilon());
                    p.subi(m.mul(rate / (1 - Math.pow(adam.beta1(), (double) step)))
                            .div(root));
                };
            case Optimizer.Sgd sgd ->
                (rate, step) -> {
                    INDArray v = state[0].array();
                    v.muli(sgd.momentum()).addi(parameter.gradient().array()).addi(p.mul(sgd.weightDecay()));
                    p.subi(v.mul(rate));
                };
        };
    }

    @Override
    public void adamW(
            AdamW rule, Tensor value, Tensor gradient, double factor, Tensor[] moments, double rate, long step) {
        INDArray p = value.array();
        INDArray g = gradient.array().mul(factor);
        INDArray m = moments[0].array();
        INDArray v = moments[1].array();
        m.muli(rule.beta1()).addi(g.mul(1 - rule.beta1()));
        v.muli(rule.beta2()).addi(g.mul(g).mul(1 - rule.beta2()));
        INDArray root = Transforms.sqrt(v.div(1 - Math.pow(rule.beta2(), (double) step)), false)
                .add(rule.epsilon());
        p.muli(1 - rate * rule.weightDecay());
        p.subi(m.mul(rate / (1 - Math.pow(rule.beta1(), (double) step))).div(root));
        double keep = rule.averaging(step);
        moments[2].array().muli(keep).addi(p.mul(1 - keep));
    }

    @Override
    public double squaredNorm(Tensor tensor) {
        double norm = tensor.array().norm2Number().doubleValue();
        return norm * norm;
    }

    @Override
    public void add(Tensor from, Tensor to) {
        to.array().addi(from.array());
    }

    @Override
    public void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c) {
        INDArray left = transposeA ? a.array().transpose() : a.array();
        INDArray right = transposeB ? b.array().transpose() : b.array();
        c.array().muli(beta).addi(left.mmul(right));
    }
}
