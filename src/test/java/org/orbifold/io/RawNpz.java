package org.orbifold.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Npz files put together from the description of npy and the library's zip writer, to hold the reader against. */
final class RawNpz {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);

    /** Adds a deflated entry. */
    RawNpz deflated(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        return this;
    }

    /** Adds a stored entry. */
    RawNpz stored(String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        return this;
    }

    /** The file. */
    byte[] bytes() throws IOException {
        zip.close();
        return bytes.toByteArray();
    }

    /** An array of version 1 with that dictionary. */
    static byte[] npy(String dictionary, byte[] data) {
        return npy(1, dictionary, data);
    }

    /** An array of a version with that dictionary. */
    static byte[] npy(int version, String dictionary, byte[] data) {
        byte[] text = (dictionary + "\n").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer npy = ByteBuffer.allocate(8 + (version == 1 ? 2 : 4) + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        npy.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        npy.put((byte) version).put((byte) 0);
        if (version == 1) {
            npy.putShort((short) text.length);
        } else {
            npy.putInt(text.length);
        }
        return npy.put(text).put(data).array();
    }

    /** The dictionary that numpy writes. */
    static String dictionary(String descr, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
    }
}
