package org.orbifold.io;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** An open file of tensors: what it declares is known, its values are read when asked for. One reader at a time. */
interface TensorSource extends Closeable {
    /** The most tensors that a file may hold, and the most strings of metadata. */
    int MOST_ENTRIES = 1 << 14;

    /** The memory in bytes, beyond the file's own size, that is given to its values before they were seen. */
    long GIVEN_ON_TRUST = 1 << 24;

    /** The most values of one array. */
    int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** The length of the file. */
    long fileBytes();

    /** The tensors by name, in the order of the file. */
    SequencedMap<String, TensorInfo> tensors();

    /** The strings that the file carries beside them. */
    Map<String, String> metadata();

    /** The values of one of the tensors, in the order of the file. */
    TensorInput open(TensorInfo tensor) throws IOException;

    /** Which network the tensors are, where the file says that itself and not by their names. */
    default Optional<Blueprint> blueprint() throws IOException {
        return Optional.empty();
    }

    /**
     * To be called before memory is allocated for values: reads through {@code tensors} first where they would take
     * much more memory than the file is long, so that a file that lies is refused before it gets any.
     *
     * @param memory the bytes to be allocated
     */
    default void requireTrustworthy(Collection<TensorInfo> tensors, long memory) throws IOException {
        long limit = Runtime.getRuntime().maxMemory();
        if (memory > limit) {
            throw new MalformedFileException(
                    "needs " + (memory >> 20) + " MB of memory; Java may use " + (limit >> 20) + " MB here");
        }
        if (memory > fileBytes() + GIVEN_ON_TRUST) {
            for (TensorInfo tensor : tensors) {
                try (TensorInput values = open(tensor)) {
                    values.verify();
                }
            }
        }
    }

    /** All values of one of the tensors, the last index fastest whatever their order in the file. */
    default float[] values(TensorInfo tensor) throws IOException {
        if (tensor.count() > LONGEST_ARRAY) {
            throw new MalformedFileException(tensor.label() + " has too many values for one array");
        }
        float[] values = new float[(int) tensor.count()];
        try (TensorInput in = open(tensor)) {
            in.read(values, 0, values.length);
        }
        return tensor.columnMajor() && values.length > 0 ? rowMajor(values, tensor.shape()) : values;
    }

    private static float[] rowMajor(float[] columnMajor, Collection<Long> shape) {
        int[] size = shape.stream().mapToInt(Math::toIntExact).toArray();
        int[] stride = new int[size.length];
        for (int axis = 0, values = 1; axis < size.length; values *= size[axis++]) {
            stride[axis] = values;
        }
        float[] rowMajor = new float[columnMajor.length];
        int[] index = new int[size.length];
        for (int to = 0, from = 0; to < rowMajor.length; to++) {
            rowMajor[to] = columnMajor[from];
            for (int axis = size.length - 1; axis >= 0; axis--) {
                from += stride[axis];
                if (++index[axis] < size[axis]) {
                    break;
                }
                from -= stride[axis] * size[axis];
                index[axis] = 0;
            }
        }
        return rowMajor;
    }
}
