package org.orbifold.io;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** Files of tensors to try things on: any rank up to four, empty ones among them, and any names. */
final class RandomTensors {
    private static final String LETTERS = "ab.01_-/ \"\\\u00e9\u4e2d\ud83d\ude00";

    private RandomTensors() {}

    static TensorFile file(long seed) {
        Random random = new Random(seed);
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            List<Long> shape = IntStream.range(0, random.nextInt(5))
                    .mapToObj(_ -> (long) random.nextInt(6))
                    .toList();
            float[] values =
                    new float[shape.stream().reduce(1L, Math::multiplyExact).intValue()];
            for (int k = 0; k < values.length; k++) {
                float value = Float.intBitsToFloat(random.nextInt());
                values[k] = Float.isFinite(value) ? value : 0;
            }
            tensors.put(text(random), StoredTensor.of(shape, values));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            metadata.put(text(random), text(random));
        }
        return new TensorFile(tensors, metadata);
    }

    private static String text(Random random) {
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(12), 0, letters.length).forEach(i -> text.appendCodePoint(letters[i]));
        return text.toString();
    }
}
