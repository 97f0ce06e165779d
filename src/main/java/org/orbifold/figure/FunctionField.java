package org.orbifold.figure;

import java.awt.geom.Path2D;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.ForwardMap;
import org.orbifold.net.Weights;

/**
 * A network of two inputs sampled on a square grid over a rectangle of its input plane: the outputs and every neuron.
 * Row 0 of the grid is the top.
 */
public final class FunctionField {
    private final Architecture architecture;
    private final Domain domain;
    private final int size;
    private final float[][][] sums;
    private final float[][][] activations;

    private FunctionField(Architecture architecture, Domain domain, int size) {
        this.architecture = architecture;
        this.domain = domain;
        this.size = size;
        int layers = architecture.layers();
        sums = new float[layers][][];
        activations = new float[layers][][];
        for (int l = 0; l < layers; l++) {
            sums[l] = new float[architecture.out(l)][size * size];
            activations[l] = new float[architecture.out(l)][size * size];
        }
    }

    /**
     * Samples a network.
     *
     * @param weights of a network with two inputs
     * @param size points a side
     */
    public static FunctionField sample(Weights weights, Domain domain, int size) {
        FunctionField field = new FunctionField(weights.architecture(), domain, size);
        ForwardMap map = new ForwardMap(weights);
        double[][] z = map.newActivations();
        double[][] y = map.newActivations();
        double[] x = new double[2];
        for (int row = 0; row < size; row++) {
            x[1] = domain.y(1 - (row + 0.5) / size);
            for (int column = 0; column < size; column++) {
                x[0] = domain.x((column + 0.5) / size);
                map.apply(x, z, y);
                field.keep(row * size + column, z, y);
            }
        }
        return field;
    }

    private void keep(int at, double[][] z, double[][] y) {
        for (int l = 0; l < z.length; l++) {
            for (int o = 0; o < z[l].length; o++) {
                sums[l][o][at] = (float) z[l][o];
                activations[l][o][at] = (float) y[l][o];
            }
        }
    }

    /** The plane that was sampled. */
    public Domain domain() {
        return domain;
    }

    /** Points a side. */
    public int size() {
        return size;
    }

    /** The network's shape. */
    public Architecture architecture() {
        return architecture;
    }

    /** The activation of neuron {@code o} of linear layer {@code l} at every point, row by row; not written to. */
    public float[] activation(int l, int o) {
        return activations[l][o];
    }

    /** The probability of class {@code c} at every point, row by row. */
    public float[] probability(int c) {
        float[][] logits = activations[activations.length - 1];
        float[] probability = new float[size * size];
        for (int i = 0; i < probability.length; i++) {
            double max = Double.NEGATIVE_INFINITY;
            for (float[] logit : logits) {
                max = Math.max(max, logit[i]);
            }
            double sum = 0;
            for (float[] logit : logits) {
                sum += Math.exp(logit[i] - max);
            }
            probability[i] = (float) (Math.exp(logits[c][i] - max) / sum);
        }
        return probability;
    }

    /** The class of the largest output at every point, row by row. */
    public int[] decisions() {
        float[][] logits = activations[activations.length - 1];
        int[] decisions = new int[size * size];
        for (int i = 0; i < decisions.length; i++) {
            for (int c = 1; c < logits.length; c++) {
                decisions[i] = logits[c][i] > logits[decisions[i]][i] ? c : decisions[i];
            }
        }
        return decisions;
    }

    /** The decision boundary, in the unit square with y downwards: where the two largest outputs are equal. */
    public Path2D decisionContour() {
        float[][] logits = activations[activations.length - 1];
        Path2D contour = new Path2D.Double();
        int last = logits.length == 2 ? 1 : logits.length;
        for (int c = 0; c < last; c++) {
            float[] margin = new float[size * size];
            for (int i = 0; i < margin.length; i++) {
                float rival = Float.NEGATIVE_INFINITY;
                for (int other = 0; other < logits.length; other++) {
                    rival = other == c ? rival : Math.max(rival, logits[other][i]);
                }
                margin[i] = logits[c][i] - rival;
            }
            contour.append(Contour.of(margin, size, 0), false);
        }
        return contour;
    }

    /** Whether its neurons fold the plane: those of ReLU and leaky ReLU do. */
    public boolean folds() {
        return architecture.activation() == Activation.RELU || architecture.activation() == Activation.LEAKY_RELU;
    }

    /**
     * Where neuron {@code o} of hidden layer {@code l} folds the plane, in the unit square with y downwards: the line
     * on which a ReLU's input is zero. Empty for activations without a fold.
     */
    public Path2D fold(int l, int o) {
        return folds() ? Contour.of(sums[l][o], size, 0) : new Path2D.Double();
    }
}
