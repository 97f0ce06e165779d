package org.orbifold.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The header of an npy array (NEP 1, <i>A Simple File Format for NumPy Arrays</i>): the magic string, a version, a
 * length and a Python dictionary in text.
 *
 * @param descr the elements' type as numpy writes it: {@code <f4}
 * @param columnMajor whether the first index runs fastest
 * @param shape the array's sizes
 * @param bytes the length of all that stands before the elements
 */
record NpyHeader(String descr, boolean columnMajor, List<Long> shape, int bytes) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int LONGEST = 1 << 12;

    /**
     * Reads a header and leaves {@code in} at the first element.
     *
     * @param name the array's name, for messages
     */
    static NpyHeader read(String name, InputStream in) throws IOException {
        byte[] prefix = in.readNBytes(MAGIC.length + 2);
        if (prefix.length < MAGIC.length + 2 || !startsWithMagic(prefix)) {
            throw new MalformedFileException(TensorInfo.label(name) + " is not an npy array");
        }
        int version = prefix[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new MalformedFileException(
                    TensorInfo.label(name) + " has npy version " + version + "; 1 to 3 are read");
        }
        byte[] lengthBytes = in.readNBytes(version == 1 ? Short.BYTES : Integer.BYTES);
        long length = 0;
        for (int i = lengthBytes.length - 1; i >= 0; i--) {
            length = length << Byte.SIZE | Byte.toUnsignedLong(lengthBytes[i]);
        }
        if (length > LONGEST) {
            throw new MalformedFileException(TensorInfo.label(name) + " has an npy header of " + length + " bytes");
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length) {
            throw new MalformedFileException(TensorInfo.label(name) + " ends early");
        }
        int bytes = prefix.length + lengthBytes.length + text.length;
        return new NpyDictionary(name, new String(text, StandardCharsets.ISO_8859_1)).header(bytes);
    }

    /** Whether a file that begins with those bytes is a single array. */
    static boolean startsWithMagic(byte[] head) {
        return head.length >= MAGIC.length && Arrays.equals(MAGIC, 0, MAGIC.length, head, 0, MAGIC.length);
    }

    /** The header, version 1, of an array of that type and shape, last index fastest. */
    static byte[] write(String descr, List<Long> shape) {
        String sizes =
                shape.stream().map(String::valueOf).collect(Collectors.joining(", ")) + (shape.size() == 1 ? "," : "");
        String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
        int before = MAGIC.length + 2 + Short.BYTES;
        int length = Math.ceilDiv(before + text.length() + 1, ALIGNMENT) * ALIGNMENT - before;
        return ByteBuffer.allocate(before + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put(new byte[] {1, 0})
                .putShort((short) length)
                .put((text + " ".repeat(length - text.length() - 1) + "\n").getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }
}
