package org.orbifold.tensor;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Arrays that a thread works in: as many as there are uses for, each as long as it was ever needed. */
final class Scratch {
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    /** What an array holds. */
    enum Use {
        INPUT,
        RESULT,
        RESULT_GRADIENT,
        WEIGHTS,
        WEIGHT_GRADIENT,
        BIAS,
        BIAS_GRADIENT,
        GAIN,
        GAIN_GRADIENT,
        SHIFT,
        SHIFT_GRADIENT,
        RESIDUAL,
        PATCHES,
        PATCH_GRADIENT
    }

    private final Map<Use, float[]> arrays = new EnumMap<>(Use.class);

    private Scratch() {}

    /** The calling thread's array for a use: at least that long, with anything in it. */
    static float[] of(Use use, int length) {
        Map<Use, float[]> arrays = OF_THREAD.get().arrays;
        float[] array = arrays.get(use);
        if (array == null || array.length < length) {
            array = new float[length];
            arrays.put(use, array);
        }
        return array;
    }

    /** The calling thread's array for a use, its first elements zero. */
    static float[] zeros(Use use, int length) {
        float[] array = of(use, length);
        Arrays.fill(array, 0, length, 0);
        return array;
    }
}
