package org.orbifold.io;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** An open ONNX file. Tensors that it keeps in other files have to be in its own folder, or in one below. */
final class OnnxSource implements TensorSource {
    /** The metadata that names the last operator of the graph, where it is left out: a softmax or a log-softmax. */
    static final String LEFT_OUT = "onnx.left_out";

    private static final int BUFFER_BYTES = 1 << 15;

    /** The most whole numbers of a tensor: there are no more in a shape. */
    static final int MOST_WHOLES = 64;

    private final RandomAccessFile file;
    private final Path folder;
    private final OnnxModel model;
    private final Map<String, Path> files = new HashMap<>();
    private final Map<String, OnnxTensor> stored = new HashMap<>();
    private final SequencedMap<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata;
    private long fileBytes;

    private OnnxSource(RandomAccessFile file, Path folder) throws IOException {
        this.file = file;
        this.folder = folder;
        this.fileBytes = file.length();
        this.model = OnnxReader.read(new FileSection(file, 0, fileBytes), fileBytes);
        this.metadata = new LinkedHashMap<>(model.metadata());
        for (OnnxTensor tensor : model.tensors()) {
            stored.put(tensor.name(), tensor);
            if (tensor.place() instanceof OnnxTensor.Outside outside
                    && tensor.type().isRead()) {
                requireInFile(tensor, outside);
            }
            if (tensor.type().floats().isPresent()) {
                tensors.put(tensor.name(), tensor.info());
            }
        }
    }

    /** Opens a file, which is closed again if it is not sound. */
    static OnnxSource open(Path path) throws IOException {
        InputFile.require(path);
        Path folder = path.toAbsolutePath().resolveSibling("").toRealPath();
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new OnnxSource(file, folder);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** What the file says. */
    OnnxModel model() {
        return model;
    }

    @Override
    public long fileBytes() {
        return fileBytes;
    }

    @Override
    public SequencedMap<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public Optional<Blueprint> blueprint() throws IOException {
        OnnxTranslation translation = new OnnxTranslation(this);
        Blueprint blueprint = translation.blueprint();
        translation.leftOut().ifPresent(operator -> metadata.put(LEFT_OUT, operator));
        return Optional.of(blueprint);
    }

    @Override
    public TensorInput open(TensorInfo tensor) throws IOException {
        return new TensorInput(tensor, elements(stored.get(tensor.name())));
    }

    /** All values of a small tensor of whole numbers. */
    List<Long> wholes(OnnxTensor tensor) throws IOException {
        if (tensor.type().floats().isPresent() || !tensor.type().isRead() || tensor.count() > MOST_WHOLES) {
            throw new MalformedFileException(tensor.label() + " of " + tensor.type() + TensorInfo.text(tensor.shape())
                    + " stands where a few whole numbers are expected");
        }
        List<Long> wholes = new ArrayList<>();
        try (InputStream in = elements(tensor)) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(in.readNBytes((int) tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                wholes.add(
                        switch (tensor.type()) {
                            case INT64 -> bytes.getLong();
                            case INT32 -> (long) bytes.getInt();
                            default -> (long) bytes.get();
                        });
            }
        }
        return wholes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The elements of a tensor, of fixed width and little-endian. */
    private InputStream elements(OnnxTensor tensor) throws IOException {
        return switch (tensor.place()) {
            case OnnxTensor.Inside inside when tensor.isVarints() -> decoded(tensor, inside);
            case OnnxTensor.Inside inside ->
                new BufferedInputStream(new FileSection(file, inside.position(), inside.bytes()), BUFFER_BYTES);
            case OnnxTensor.Outside outside -> section(files.get(outside.location()), outside.offset(), tensor.bytes());
        };
    }

    private InputStream decoded(OnnxTensor tensor, OnnxTensor.Inside inside) throws IOException {
        if (tensor.bytes() > LONGEST_ARRAY) {
            throw new MalformedFileException(tensor.label() + " has too many values for one array");
        }
        ByteBuffer decoded = ByteBuffer.allocate((int) tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        CodedInputStream varints =
                CodedInputStream.newInstance(new FileSection(file, inside.position(), inside.bytes()));
        try {
            while (decoded.hasRemaining()) {
                long value = varints.readInt64();
                switch (tensor.type().bytes()) {
                    case 1 -> decoded.put((byte) value);
                    case Short.BYTES -> decoded.putShort((short) value);
                    case Integer.BYTES -> decoded.putInt((int) value);
                    default -> decoded.putLong(value);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedFileException(tensor.label() + " ends early", e);
        }
        if (!varints.isAtEnd()) {
            throw new MalformedFileException(tensor.label() + " goes on after its last value");
        }
        return new ByteArrayInputStream(decoded.array());
    }

    /** Some of another file, which is closed with what is returned. */
    private static InputStream section(Path path, long position, long bytes) throws IOException {
        RandomAccessFile other = new RandomAccessFile(path.toFile(), "r");
        return new BufferedInputStream(new FileSection(other, position, bytes), BUFFER_BYTES) {
            @Override
            public void close() throws IOException {
                other.close();
            }
        };
    }

    /** Refuses a tensor that does not lie in a file in the model's folder, whole. */
    private void requireInFile(OnnxTensor tensor, OnnxTensor.Outside outside) throws IOException {
        String where = tensor.label() + " lies in " + FileFault.printable(outside.location());
        if (!files.containsKey(outside.location())) {
            Path path = locate(where, outside.location());
            files.put(outside.location(), path);
            fileBytes += Files.size(path);
        }
        long size = Files.size(files.get(outside.location()));
        if (outside.offset() > size || tensor.bytes() > size - outside.offset()) {
            throw new MalformedFileException(where + ", which ends before it does");
        }
    }

    private Path locate(String where, String location) throws IOException {
        try {
            Path relative = Path.of(location);
            Path path = folder.resolve(relative).toRealPath();
            if (relative.isAbsolute() || !path.startsWith(folder)) {
                throw new MalformedFileException(where + ", which is not in the folder of the model");
            }
            if (!Files.isRegularFile(path)) {
                throw new MalformedFileException(where + ", which is not a plain file");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new MalformedFileException(where + ", which is not the name of a file", e);
        } catch (NoSuchFileException e) {
            throw new MalformedFileException(where + ", which is not there", e);
        }
    }
}
