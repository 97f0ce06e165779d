package org.orbifold.generative;

import java.util.Arrays;
import java.util.List;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;

/** The mean of networks, and how far each weight strays from it. Computed in double. */
final class Moments {
    private final Architecture architecture;
    private final int networks;
    private final double[] mean;
    private final double[] scatter;

    private Moments(Architecture architecture, int networks, double[] mean, double[] scatter) {
        this.architecture = architecture;
        this.networks = networks;
        this.mean = mean;
        this.scatter = scatter;
    }

    /**
     * Refuses networks that a model cannot be fit to.
     *
     * @throws Fault if there are fewer than {@code least}, or they are not of one architecture
     */
    static void require(int least, List<Weights> networks) {
        if (networks.size() < least) {
            throw new Fault("a model is fit to " + least + " networks or more, not to " + networks.size());
        }
        Architecture architecture = networks.getFirst().architecture();
        for (Weights network : networks) {
            if (!network.architecture().equals(architecture)) {
                throw new Fault("the architectures differ: " + architecture + " and " + network.architecture());
            }
        }
    }

    /** The moments of networks of one architecture. */
    static Moments of(List<Weights> networks) {
        Architecture architecture = networks.getFirst().architecture();
        float[] block = new float[architecture.parameters()];
        double[] mean = new double[block.length];
        for (Weights network : networks) {
            network.copyTo(block, 0);
            for (int i = 0; i < block.length; i++) {
                mean[i] += block[i];
            }
        }
        Arrays.setAll(mean, i -> mean[i] / networks.size());
        double[] scatter = new double[block.length];
        for (Weights network : networks) {
            network.copyTo(block, 0);
            for (int i = 0; i < block.length; i++) {
                scatter[i] += (block[i] - mean[i]) * (block[i] - mean[i]);
            }
        }
        return new Moments(architecture, networks.size(), mean, scatter);
    }

    Architecture architecture() {
        return architecture;
    }

    /** The mean of weight {@code i}. */
    double mean(int i) {
        return mean[i];
    }

    /** The standard deviation of weight {@code i} in the law that the networks were drawn from: unbiased variance. */
    double deviation(int i) {
        return Math.sqrt(scatter[i] / (networks - 1));
    }

    /** The root mean squared distance of the networks to their mean. */
    double dispersion() {
        return Math.sqrt(Arrays.stream(scatter).sum() / networks);
    }
}
