package org.orbifold.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;

/** An open safetensors file, or what would stand in one. */
final class SafetensorsSource implements TensorSource {
    private static final long LONGEST_HEADER = 100_000_000;
    private static final int BUFFER_BYTES = 1 << 15;

    private final ByteSource bytes;
    private final long fileBytes;
    private final SafetensorsHeader header;

    SafetensorsSource(ByteSource bytes) throws IOException {
        this.bytes = bytes;
        this.fileBytes = bytes.length();
        if (fileBytes < Long.BYTES) {
            throw new MalformedFileException("not a safetensors file: it has " + fileBytes + " bytes");
        }
        long room = fileBytes - Long.BYTES;
        byte[] prefix = bytes.section(0, Long.BYTES).readNBytes(Long.BYTES);
        long headerBytes =
                ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (Long.compareUnsigned(headerBytes, room) > 0) {
            throw new MalformedFileException("not a safetensors file, or cut short: its header would have "
                    + Long.toUnsignedString(headerBytes) + " bytes, the file has " + fileBytes);
        }
        if (headerBytes > LONGEST_HEADER) {
            throw new MalformedFileException(
                    "its header has " + headerBytes + " bytes; the format allows " + LONGEST_HEADER);
        }
        long dataStart = Long.BYTES + headerBytes;
        this.header = SafetensorsHeader.read(bytes.section(Long.BYTES, headerBytes), dataStart, fileBytes - dataStart);
    }

    /** Opens a file, which is closed again if it is not sound. */
    static SafetensorsSource open(Path path) throws IOException {
        InputFile.require(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new SafetensorsSource(new ByteSource.OfFile(file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public long fileBytes() {
        return fileBytes;
    }

    @Override
    public SequencedMap<String, TensorInfo> tensors() {
        return header.tensors();
    }

    @Override
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public TensorInput open(TensorInfo tensor) {
        InputStream section = bytes.section(tensor.position(), tensor.bytes());
        return new TensorInput(tensor, new BufferedInputStream(section, BUFFER_BYTES));
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
