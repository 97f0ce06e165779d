package org.orbifold.symmetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.ForwardMap;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;

class CanonicalFormTest {
    private static final Architecture RELU = new Architecture(List.of(4, 6, 5, 3), Activation.RELU);

    private static Weights network(long seed) {
        return new Initialization.Normal(0.8).draw(RELU, new SplittableRandom(seed));
    }

    @Property(tries = 50)
    void scaledNetworksHaveOneCanonicalForm(@ForAll CanonicalForm.LastLayer lastLayer, @ForAll long seed) {
        Weights network = network(seed);
        Weights scaled =
                GroupElement.randomScaling(RELU, new SplittableRandom(seed + 1)).actOn(network);
        Weights expected = CanonicalForm.of(network, lastLayer).weights();
        Weights actual = CanonicalForm.of(scaled, lastLayer).weights();
        for (int i = 0; i < RELU.parameters(); i++) {
            assertEquals(expected.get(i), actual.get(i), 2e-6 * Math.max(1, Math.abs(expected.get(i))));
        }
    }

    @Property(tries = 50)
    void hiddenNeuronsHaveUnitNormAndTheFunctionIsKept(@ForAll long seed) {
        Weights network = network(seed);
        CanonicalForm form = CanonicalForm.of(network, CanonicalForm.LastLayer.KEEP);
        assertTrue(form.maxNormError() < 1e-6);
        assertTrue(Invariance.maxOutputDifference(network, form.weights()) < 1e-5);
        for (int o = 0; o < RELU.out(1); o++) {
            double norm = 0;
            for (int i = 0; i < RELU.in(1); i++) {
                norm += Math.pow(form.weights().weight(1, o, i), 2);
            }
            assertEquals(1, norm, 1e-6);
        }
    }

    @Property(tries = 20)
    void unitLastLayerKeepsEveryDecision(@ForAll long seed) {
        Weights network = network(seed);
        CanonicalForm unit = CanonicalForm.of(network, CanonicalForm.LastLayer.UNIT);
        CanonicalForm root = CanonicalForm.of(network, CanonicalForm.LastLayer.SQRT_C);
        double[] x = {0.3, -1, 0.7, 2};
        double[] kept = new ForwardMap(network).logits(x);
        double[] unitLogits = new ForwardMap(unit.weights()).logits(x);
        double[] rootLogits = new ForwardMap(root.weights()).logits(x);
        for (int c = 0; c < 3; c++) {
            assertEquals(
                    kept[c],
                    unitLogits[c] * Math.exp(unit.logNorm().orElseThrow()),
                    1e-5 * Math.max(1, Math.abs(kept[c])));
            assertEquals(unitLogits[c] * Math.sqrt(3), rootLogits[c], 1e-6);
        }
    }

    @Example
    void deadNeuronsAreLeftAndCounted() {
        float[] block = network(3).toArray();
        for (int i = 0; i < 4; i++) {
            block[RELU.weightOffset(0) + 2 * 4 + i] = 0;
        }
        Weights network = Weights.wrap(RELU, block);
        CanonicalForm form = CanonicalForm.of(network, CanonicalForm.LastLayer.KEEP);
        assertEquals(1, form.deadNeurons());
        assertEquals(network.bias(0, 2), form.weights().bias(0, 2));
        assertTrue(Invariance.maxOutputDifference(network, form.weights()) < 1e-5);
    }

    @Example
    void activationsWithoutScalingHaveNoCanonicalForm() {
        Architecture tanh = new Architecture(List.of(2, 3, 2), Activation.TANH);
        Weights network = new Initialization.Normal(1).draw(tanh, new SplittableRandom(1));
        assertThrows(Fault.class, () -> CanonicalForm.of(network, CanonicalForm.LastLayer.KEEP));
    }
}
