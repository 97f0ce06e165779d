package org.orbifold.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;

class PcaFlowTest {
    private static final Architecture NETWORK = Architecture.parse("2-3-2", Activation.RELU);

    /** Two heaps along a direction, and a little noise along another. */
    private static List<Weights> heaps() {
        SplittableRandom random = new SplittableRandom(1);
        List<Weights> networks = new ArrayList<>();
        for (int k = 0; k < 60; k++) {
            float[] block = new float[NETWORK.parameters()];
            block[0] = (float) ((k % 2 == 0 ? 3 : -3) + 0.1 * random.nextGaussian());
            block[4] = (float) (1 + 0.2 * random.nextGaussian());
            networks.add(Weights.wrap(NETWORK, block));
        }
        return networks;
    }

    @Test
    void componentsOfNetworksDescribeThem() {
        List<Weights> networks = heaps();
        PrincipalComponents components = PrincipalComponents.of(networks, 5);
        assertEquals(2, components.count());
        float[][] places = components.encode(networks);
        double squares = 0;
        for (int k = 0; k < networks.size(); k++) {
            assertArrayEquals(
                    networks.get(k).toArray(), components.decode(places[k]).toArray(), 1e-4f);
            squares += places[k][0] * places[k][0];
        }
        assertEquals(1, squares / (networks.size() - 1), 1e-3);
    }

    /** Unlike a normal law, it keeps the heaps apart. */
    @Test
    void samplesLieInBothHeapsAndNotBetween() {
        PcaFlow flow = PcaFlow.train(heaps(), 5, 1000, 0, Progress.NONE);
        List<Weights> samples = flow.sample(400, new SplittableRandom(2));
        long up = samples.stream().filter(network -> network.get(0) > 1.5).count();
        long down = samples.stream().filter(network -> network.get(0) < -1.5).count();
        assertTrue(up > 160 && down > 160 && up + down >= 390, up + " and " + down);
    }
}
