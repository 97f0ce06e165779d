package org.orbifold.generative;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.orbifold.job.Fault;
import org.orbifold.net.Weights;

/** The mean of the networks that it was fit to, every time. */
public final class MeanNetwork implements GenerativeModel {
    private final Weights mean;

    private MeanNetwork(Weights mean) {
        this.mean = mean;
    }

    /**
     * The mean of networks.
     *
     * @throws Fault if there are none, or they are not of one architecture
     */
    public static MeanNetwork of(List<Weights> networks) {
        Moments.require(1, networks);
        Moments moments = Moments.of(networks);
        float[] block = new float[moments.architecture().parameters()];
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) moments.mean(i);
        }
        return new MeanNetwork(Weights.wrap(moments.architecture(), block));
    }

    @Override
    public String name() {
        return "meanNetwork";
    }

    @Override
    public List<Weights> sample(int count, RandomGenerator random) {
        return Collections.nCopies(count, mean);
    }
}
