package org.orbifold.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The values of one tensor as 32-bit floats, in the order of the file, one after the other. Refuses values that are not
 * finite, and bytes that are missing or left over.
 */
final class TensorInput implements Closeable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final TensorInfo tensor;
    private final InputStream in;
    private final ByteBuffer chunk;
    private long done;

    /** @param in stands at the first element and ends after the last; is closed with this */
    TensorInput(TensorInfo tensor, InputStream in) {
        this.tensor = tensor;
        this.in = in;
        this.chunk =
                ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, tensor.bytes())).order(tensor.order());
    }

    /** Reads the next {@code count} values to {@code target[offset...]}. */
    void read(float[] target, int offset, int count) throws IOException {
        int most = Math.max(1, chunk.capacity() / tensor.type().bytes());
        for (int from = 0; from < count; from += most) {
            int values = Math.min(most, count - from);
            int bytes = values * tensor.type().bytes();
            if (in.readNBytes(chunk.array(), 0, bytes) < bytes) {
                throw new MalformedFileException(tensor.label() + " ends early");
            }
            tensor.type().decode(chunk, target, offset + from, values);
            multiply(target, offset + from, values);
            requireFinite(target, offset + from, values);
            done += values;
        }
        requireEnd();
    }

    /** Passes over the next {@code count} values unseen. */
    void skip(long count) throws IOException {
        in.skipNBytes(count * tensor.type().bytes());
        done += count;
        requireEnd();
    }

    /** Reads and checks all values that are left, and keeps none. */
    void verify() throws IOException {
        float[] seen = new float[(int) Math.min(CHUNK_BYTES / Float.BYTES, tensor.count() - done)];
        do {
            read(seen, 0, (int) Math.min(seen.length, tensor.count() - done));
        } while (done < tensor.count());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void requireEnd() throws IOException {
        if (done == tensor.count() && in.read() >= 0) {
            throw new MalformedFileException(tensor.label() + " goes on after its last value");
        }
    }

    private void multiply(float[] values, int offset, int count) {
        if (tensor.factor() != 1) {
            for (int i = offset; i < offset + count; i++) {
                values[i] *= (float) tensor.factor();
            }
        }
    }

    private void requireFinite(float[] values, int offset, int count) throws MalformedFileException {
        int bits = 0;
        for (int i = offset; i < offset + count; i++) {
            // adding 1 to an exponent of ones, and to no other, carries into the sign
            bits |= (Float.floatToRawIntBits(values[i]) & 0x7fff_ffff) + 0x0080_0000;
        }
        if (bits >= 0) {
            return;
        }
        int i = offset;
        while (Float.isFinite(values[i])) {
            i++;
        }
        String what = Float.isNaN(values[i])
                ? "NaN"
                : tensor.type() == ElementType.F64 ? "a value beyond float32" : "Infinity";
        throw new MalformedFileException(
                tensor.label() + " holds " + what + " at " + tensor.indexText(done + i - offset));
    }
}
