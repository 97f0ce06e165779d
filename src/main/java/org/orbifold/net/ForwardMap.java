package org.orbifold.net;

import java.util.Arrays;

/**
 * The function that a network computes, one input at a time, in double and without the tensor library: for probes,
 * pictures and small data, and the reference for everything faster.
 */
public final class ForwardMap {
    private final Architecture architecture;
    private final float[] block;
    private final LayerMaps layers;

    /** The function of a network with those weights. */
    public ForwardMap(Weights weights) {
        architecture = weights.architecture();
        block = weights.toArray();
        layers = new LayerMaps(architecture, block);
    }

    /**
     * Arrays that {@link #apply} fills, as long as what they are for: one a linear layer of a multilayer perceptron; of other
     * architectures one a node, beginning with node 1.
     */
    public double[][] newActivations() {
        boolean layers = architecture.isPerceptron();
        double[][] activations =
                new double[layers ? architecture.layers() : architecture.nodes().size()][];
        for (int l = 0; l < activations.length; l++) {
            activations[l] = new double
                    [layers ? architecture.out(l) : architecture.shape(l + 1).size()];
        }
        return activations;
    }

    /**
     * Computes the output of every layer.
     *
     * @param x the input, {@code [inputs]}
     * @param activations filled with each hidden layer's activations, or with what each node gives, and, last, the logits
     */
    public void apply(double[] x, double[][] activations) {
        if (architecture.isPerceptron()) {
            apply(x, activations, activations);
        } else {
            for (int k = 1; k <= activations.length; k++) {
                int from = architecture.nodes().get(k - 1).from();
                double[] second = architecture.layer(k) instanceof Layer.Add(int other) ? at(other, x, activations) : x;
                layers.apply(k, at(from, x, activations), second, activations[k - 1]);
            }
        }
    }

    private static double[] at(int node, double[] x, double[][] activations) {
        return node == 0 ? x : activations[node - 1];
    }

    /**
     * As {@link #apply(double[], double[][])} for a multilayer perceptron, and fills {@code sums} with what the activations
     * are applied to.
     */
    public void apply(double[] x, double[][] sums, double[][] activations) {
        double[] previous = x;
        int at = 0;
        for (int l = 0; l < activations.length; l++) {
            double[] y = activations[l];
            Activation f = architecture.activationAfter(l);
            int in = architecture.in(l);
            int bias = at + in * y.length;
            for (int o = 0; o < y.length; o++) {
                double z = block[bias + o];
                for (int i = 0; i < in; i++) {
                    z += block[at++] * previous[i];
                }
                sums[l][o] = z;
                y[o] = f.function().value(z);
            }
            at = bias + y.length;
            previous = y;
        }
    }

    /** The logits {@code [outputs]} at an input {@code [inputs]}. */
    public double[] logits(double[] x) {
        double[][] activations = newActivations();
        apply(x, activations);
        return activations[activations.length - 1];
    }

    /** The probabilities {@code [outputs]} of the classes, the softmax of the logits, at an input {@code [inputs]}. */
    public double[] probabilities(double[] x) {
        double[] p = logits(x);
        double max = Arrays.stream(p).max().orElseThrow();
        double sum = 0;
        for (int c = 0; c < p.length; c++) {
            p[c] = Math.exp(p[c] - max);
            sum += p[c];
        }
        for (int c = 0; c < p.length; c++) {
            p[c] /= sum;
        }
        return p;
    }
}
