package org.orbifold.ui.views;

import org.orbifold.net.Weights;

/** The norms of what comes into a hidden neuron and of what leaves it. */
final class NeuronNorms {
    private NeuronNorms() {}

    /** The norm of the incoming weights of neuron {@code i} of hidden layer {@code l}. */
    static double incoming(Weights weights, int l, int i) {
        double sum = 0;
        for (int k = 0; k < weights.architecture().in(l); k++) {
            sum += Math.pow(weights.weight(l, i, k), 2);
        }
        return Math.sqrt(sum);
    }

    /** The norm of its outgoing weights. */
    static double outgoing(Weights weights, int l, int i) {
        double sum = 0;
        for (int k = 0; k < weights.architecture().out(l + 1); k++) {
            sum += Math.pow(weights.weight(l + 1, k, i), 2);
        }
        return Math.sqrt(sum);
    }

    /** The factor at which a neuron's incoming and outgoing norms are equal, 1 where one of them vanishes. */
    static double balance(Weights weights, int l, int i) {
        double balance = Math.sqrt(outgoing(weights, l, i) / incoming(weights, l, i));
        return balance > 0 && Double.isFinite(balance) ? balance : 1;
    }
}
