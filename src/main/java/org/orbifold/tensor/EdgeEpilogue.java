package org.orbifold.tensor;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.orbifold.tensor.Lanes.SPECIES;
import static org.orbifold.tensor.Scratch.Use.BIAS;
import static org.orbifold.tensor.Scratch.Use.BIAS_GRADIENT;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * {@code y_e = f(z_e + target_h + source_p + b)} for the edges e from node p to node h of each graph of a batch, where
 * row i of {@code terms [1, batch nodes, 2 out]} is {@code (target_i, source_i)}. Not for functions whose derivative
 * needs their argument.
 */
final class EdgeEpilogue implements Epilogue {
    private final EdgeEnds ends;
    private final Variable terms;
    private final Variable b;
    private final Pointwise f;
    private final int out;
    private final int stride;

    /** Of each node (target, source), padded each; backward, their gradients. */
    private final float[] ofNodes;

    EdgeEpilogue(EdgeEnds ends, Variable terms, Variable b, Pointwise f, Variable y) {
        this.ends = ends;
        this.terms = terms;
        this.b = b;
        this.f = f;
        out = y.value().dim(2);
        stride = Lanes.padded(out);
        ofNodes = new float[terms.value().dim(1) * 2 * stride];
    }

    @Override
    public void beginForward(int network) {
        Lanes.read(b.value().memory(), 0, 1, out, Scratch.of(BIAS, stride));
        Lanes.read(terms.value().memory(), 0, 2 * terms.value().dim(1), out, ofNodes);
    }

    @Override
    public void forward(int network, int from, int count, float[] z) {
        float[] bias = Scratch.of(BIAS, stride);
        for (int r = 0; r < count; r++) {
            int target = ends.target(from + r) * 2 * stride;
            int source = ends.source(from + r) * 2 * stride + stride;
            for (int c = 0; c < stride; c += Lanes.COUNT) {
                fromArray(SPECIES, z, r * stride + c)
                        .add(fromArray(SPECIES, bias, c))
                        .add(fromArray(SPECIES, ofNodes, target + c))
                        .add(fromArray(SPECIES, ofNodes, source + c))
                        .intoArray(z, r * stride + c);
            }
        }
        VectorPointwise.apply(f, z, count * stride);
    }

    @Override
    public void beginBackward() {
        b.beginAccumulation();
        terms.beginAccumulation();
    }

    @Override
    public void beginBackward(int network) {
        Scratch.zeros(BIAS_GRADIENT, stride);
        Arrays.fill(ofNodes, 0);
    }

    @Override
    public void backward(int network, int from, int count, float[] g, float[] y) {
        VectorPointwise.multiplyDerivative(f, y, 0, y, g, count * stride);
        if (b.isDifferentiated()) {
            Lanes.addColumns(g, count, stride, Scratch.of(BIAS_GRADIENT, stride));
        }
        if (terms.isDifferentiated()) {
            for (int r = 0; r < count; r++) {
                int target = ends.target(from + r) * 2 * stride;
                int source = ends.source(from + r) * 2 * stride + stride;
                for (int c = 0; c < stride; c += Lanes.COUNT) {
                    FloatVector d = fromArray(SPECIES, g, r * stride + c);
                    d.add(fromArray(SPECIES, ofNodes, target + c)).intoArray(ofNodes, target + c);
                    d.add(fromArray(SPECIES, ofNodes, source + c)).intoArray(ofNodes, source + c);
                }
            }
        }
    }

    @Override
    public void endBackward(int network) {
        if (b.isDifferentiated()) {
            Lanes.addRow(Scratch.of(BIAS_GRADIENT, stride), out, b.gradient().memory(), 0);
        }
        if (terms.isDifferentiated()) {
            Lanes.addRows(
                    ofNodes, 2 * terms.value().dim(1), out, terms.gradient().memory());
        }
    }
}
