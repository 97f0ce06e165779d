package org.orbifold.align;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.BatchNormStatistics;
import org.orbifold.net.Examples;
import org.orbifold.net.Layer;
import org.orbifold.net.NodeActivations;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.Weights;

/**
 * Puts right what averaging does to activations: their variance collapses (Jordan et al., <i>REPAIR: REnormalizing Permuted
 * Activations for Interpolation Repair</i>, 2023). Where there are batch norms, their running means and variances are
 * measured anew; every other hidden weighted layer, from the first to the last, is scaled and shifted, channel by channel,
 * so that what it gives has the mean and the standard deviation that it has in the networks averaged, on average.
 */
public final class Repair {
    private Repair() {}

    /**
     * The network put right.
     *
     * @param merged a mean of networks
     * @param networks of which it is the mean, aligned
     * @param rows training rows
     * @throws Fault if there is nothing that could be put right
     */
    public static Weights of(Weights merged, List<Weights> networks, Examples rows, Progress progress) {
        Architecture architecture = merged.architecture();
        if (architecture.nodes().stream().anyMatch(node -> node.layer() instanceof Layer.BatchNorm)) {
            return BatchNormStatistics.measure(merged, rows, progress);
        }
        List<Integer> hidden = new ArrayList<>();
        for (int l = 0; l < architecture.layers(); l++) {
            if (architecture.hasBias(l)
                    && architecture.weights(l).node() < architecture.nodes().size()) {
                hidden.add(l);
            }
        }
        if (hidden.isEmpty()) {
            throw new Fault("there is no hidden layer with a bias that could be put right: " + architecture);
        }
        Weights present = merged;
        for (int l : hidden) {
            progress.report(l, architecture.layers(), "REPAIR");
            present = repair(present, networks, l, rows, progress.silent());
        }
        return present;
    }

    private static Weights repair(Weights merged, List<Weights> networks, int l, Examples rows, Progress progress) {
        List<Weights> all = new ArrayList<>(networks);
        all.add(merged);
        Architecture architecture = merged.architecture();
        ParameterTensor weights = architecture.weights(l);
        int area = architecture.shape(weights.node()).area();
        double[][] sums = new double[all.size()][weights.rows()];
        double[][] squares = new double[all.size()][weights.rows()];
        NodeActivations.of(all, Set.of(weights.node()), rows, progress, (node, count, features) -> {
            for (int n = 0; n < features.length; n++) {
                for (int i = 0; i < features[n].length; i++) {
                    int channel = i / area % weights.rows();
                    sums[n][channel] += features[n][i];
                    squares[n][channel] += (double) features[n][i] * features[n][i];
                }
            }
        });
        double samples = (double) rows.rows() * area;
        float[] block = merged.toArray();
        for (int c = 0; c < weights.rows(); c++) {
            double mean = 0;
            double deviation = 0;
            for (int n = 0; n < networks.size(); n++) {
                mean += sums[n][c] / samples / networks.size();
                deviation += deviation(sums[n][c], squares[n][c], samples) / networks.size();
            }
            double own = deviation(sums[networks.size()][c], squares[networks.size()][c], samples);
            double scale = own > 0 ? deviation / own : 1;
            for (int i = 0; i < weights.columns(); i++) {
                block[weights.offset() + c * weights.columns() + i] *= (float) scale;
            }
            int bias = architecture.biasOffset(l) + c;
            block[bias] = (float) (scale * (block[bias] - sums[networks.size()][c] / samples) + mean);
        }
        return Weights.wrap(architecture, block);
    }

    private static double deviation(double sum, double squares, double samples) {
        double mean = sum / samples;
        return Math.sqrt(Math.max(0, squares / samples - mean * mean));
    }
}
