package org.orbifold.study.bench;

import java.util.SplittableRandom;
import org.orbifold.net.Examples;
import org.orbifold.tensor.Tensor;

/** Contents that no time depends on. */
final class RandomValues {
    private RandomValues() {}

    /** Standard normal floats. */
    static float[] normal(int count, SplittableRandom random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Makes every element standard normal. */
    static void fill(Tensor tensor, SplittableRandom random) {
        int size = Math.toIntExact(tensor.size());
        tensor.write(normal(size, random), 0, 0, size);
    }

    /** Normal features and uniform labels. */
    static Examples examples(int rows, int width, int classes) {
        SplittableRandom random = new SplittableRandom(0);
        float[] features = normal(rows * width, random);
        return new Examples(features, random.ints(rows, 0, classes).toArray(), width, classes);
    }
}
