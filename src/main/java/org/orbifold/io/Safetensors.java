package org.orbifold.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.orbifold.job.Fault;

/**
 * The safetensors format (Hugging Face, <i>Safetensors: Format</i>): eight bytes with the length of the header,
 * little-endian; the header, JSON in UTF-8; the tensors' elements, little-endian, one tensor after the other.
 */
public final class Safetensors {
    private Safetensors() {}

    /**
     * Reads a whole file. Elements of dtype F64, F16 and BF16 become 32-bit floats, others are refused.
     *
     * @throws Fault if it cannot be read, is not sound, or holds a value that is not finite
     */
    public static TensorFile read(Path path) {
        try (TensorSource source = SafetensorsSource.open(path)) {
            return TensorFile.read(source);
        } catch (IOException e) {
            throw FileFault.of(path, e);
        }
    }

    /**
     * Reads a file that is in memory.
     *
     * @param path what to call it
     * @throws Fault as {@link #read(Path)}
     */
    public static TensorFile read(Path path, byte[] safetensors) {
        try (TensorSource source = new SafetensorsSource(new ByteSource.InMemory(safetensors))) {
            return TensorFile.read(source);
        } catch (IOException e) {
            throw FileFault.of(path, e);
        }
    }

    /**
     * Writes a file, F32, whole or not at all. The tensors keep their order; equal content makes equal files.
     *
     * @throws Fault if it cannot be written, or a value is not finite
     */
    public static void write(Path path, TensorFile file) {
        write(path, file.contents(), file.metadata());
    }

    static void write(Path path, List<TensorContent> tensors, Map<String, String> metadata) {
        AtomicFile.write(path, out -> {
            byte[] header = SafetensorsHeader.write(tensors, metadata);
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .array());
            out.write(header);
            for (TensorContent tensor : tensors) {
                tensor.values().accept(new TensorOutput(tensor.name(), out));
            }
        });
    }
}
