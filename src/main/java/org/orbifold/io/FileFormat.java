package org.orbifold.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The formats of files of networks: told by content when they are read, by extension when they are written. */
enum FileFormat {
    SAFETENSORS {
        @Override
        void write(Path path, List<TensorContent> tensors, Map<String, String> metadata) {
            Safetensors.write(path, tensors, metadata);
        }
    },

    NPZ {
        @Override
        void write(Path path, List<TensorContent> tensors, Map<String, String> metadata) {
            Npz.write(path, tensors, metadata);
        }
    };

    /** How many bytes tell a format: a safetensors' length of header, and the brace that opens the header. */
    private static final int HEAD = Long.BYTES + 1;

    /** How files that Python pickles are in are named; what is in them is not looked at. */
    private static final Set<String> PICKLES = Set.of("pt", "pth", "pkl", "pickle", "ckpt");

    /** Writes a file of this format, whole or not at all. */
    abstract void write(Path path, List<TensorContent> tensors, Map<String, String> metadata);

    /** The format to write to a file of that name. */
    static FileFormat toWrite(Path path) throws IOException {
        return switch (extension(path)) {
            case "safetensors" -> SAFETENSORS;
            case "npz" -> NPZ;
            default -> throw new MalformedFileException("cannot be written: its name must end in .safetensors or .npz");
        };
    }

    /** Opens a file of whichever format it is, or says why it is none. */
    static TensorSource open(Path path) throws IOException {
        InputFile.require(path);
        byte[] head = InputFile.head(path, HEAD);
        if (PICKLES.contains(extension(path))) {
            throw Pickle.refused();
        }
        if (head.length >= 2 && head[0] == 'P' && head[1] == 'K') {
            return NpzSource.open(path);
        }
        if (head.length == HEAD && head[Long.BYTES] == '{') {
            return SafetensorsSource.open(path);
        }
        if (Pickle.isPickle(head) || extension(path).equals("bin")) {
            throw Pickle.refused();
        }
        if (NpyHeader.startsWithMagic(head)) {
            throw new MalformedFileException(
                    "is a single array; numpy.savez writes the arrays of a network to one npz file");
        }
        if (OnnxReader.isModel(head)) {
            return OnnxSource.open(path);
        }
        return switch (extension(path)) {
            case "safetensors" -> SafetensorsSource.open(path);
            case "onnx" -> OnnxSource.open(path);
            default -> throw new MalformedFileException("is neither a safetensors, nor an npz, nor an onnx file");
        };
    }

    private static String extension(Path path) {
        Path name = path.getFileName();
        String text = name == null ? "" : name.toString();
        int dot = text.lastIndexOf('.');
        return dot < 0 ? "" : text.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
