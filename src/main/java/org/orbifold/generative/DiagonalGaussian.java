package org.orbifold.generative;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.orbifold.job.Fault;
import org.orbifold.net.Weights;

/** Every weight normal by itself, with the mean and the variance that it has over the networks. */
public final class DiagonalGaussian implements GenerativeModel {
    private final Moments moments;

    private DiagonalGaussian(Moments moments) {
        this.moments = moments;
    }

    /**
     * Fits to networks.
     *
     * @throws Fault if there are fewer than two, or they are not of one architecture
     */
    public static DiagonalGaussian of(List<Weights> networks) {
        Moments.require(2, networks);
        return new DiagonalGaussian(Moments.of(networks));
    }

    @Override
    public String name() {
        return "diagonalGaussian";
    }

    @Override
    public List<Weights> sample(int count, RandomGenerator random) {
        return IntStream.range(0, count).mapToObj(k -> draw(random)).toList();
    }

    private Weights draw(RandomGenerator random) {
        float[] block = new float[moments.architecture().parameters()];
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) (moments.mean(i) + moments.deviation(i) * random.nextGaussian());
        }
        return Weights.wrap(moments.architecture(), block);
    }
}
