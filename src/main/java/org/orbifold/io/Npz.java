package org.orbifold.io;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.orbifold.job.Fault;

/**
 * The npz format of numpy's {@code savez} and {@code savez_compressed}: a zip file with an npy array an entry (NEP 1,
 * <i>A Simple File Format for NumPy Arrays</i>). Metadata, for which the format has no place, is the array
 * {@code __metadata__}: one byte string, a JSON object of strings.
 */
public final class Npz {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Npz() {}

    /**
     * Reads a whole file. Elements of dtype f8, f4 and f2, in either byte order, become 32-bit floats, others are
     * refused, pickled objects among them.
     *
     * @throws Fault if it cannot be read, is not sound, inflates out of all proportion, or holds a value that is not
     *     finite
     */
    public static TensorFile read(Path path) {
        try (TensorSource source = NpzSource.open(path)) {
            return TensorFile.read(source);
        } catch (IOException e) {
            throw FileFault.of(path, e);
        }
    }

    /**
     * Writes a file, {@code <f4}, whole or not at all. The arrays keep their order; equal content makes equal files.
     *
     * @throws Fault if it cannot be written, or a value is not finite
     */
    public static void write(Path path, TensorFile file) {
        write(path, file.contents(), file.metadata());
    }

    static void write(Path path, List<TensorContent> tensors, Map<String, String> metadata) {
        AtomicFile.write(path, out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.setLevel(Deflater.NO_COMPRESSION); // trained weights hardly compress
                for (TensorContent tensor : tensors) {
                    putEntry(zip, tensor.name());
                    zip.write(NpyHeader.write("<f4", tensor.shape()));
                    tensor.values().accept(new TensorOutput(tensor.name(), zip));
                }
                if (!metadata.isEmpty()) {
                    byte[] json = json(metadata);
                    putEntry(zip, TensorFile.METADATA);
                    zip.write(NpyHeader.write("|S" + json.length, List.of()));
                    zip.write(json);
                }
            }
        });
    }

    private static void putEntry(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name + NpzSource.EXTENSION);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
    }

    private static byte[] json(Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = HeaderJson.writer(bytes)) {
            HeaderJson.writeStrings(json, metadata);
        }
        return bytes.toByteArray();
    }
}
