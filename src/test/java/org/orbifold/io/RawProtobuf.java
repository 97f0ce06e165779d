package org.orbifold.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A message of protobuf, field by field, right or wrong. */
final class RawProtobuf {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    /** A field's number and wire type, whatever follows. */
    RawProtobuf tag(int field, int wireType) {
        varint(((long) field << 3) | wireType);
        return this;
    }

    RawProtobuf whole(int field, long value) {
        tag(field, 0).varint(value);
        return this;
    }

    RawProtobuf real(int field, float value) {
        tag(field, 5);
        bytes.writeBytes(ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array());
        return this;
    }

    RawProtobuf bytes(int field, byte[] value) {
        return lying(field, value.length, value);
    }

    /** Bytes that are said to be so many. */
    RawProtobuf lying(int field, long length, byte[] value) {
        tag(field, 2).varint(length);
        bytes.writeBytes(value);
        return this;
    }

    RawProtobuf text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    RawProtobuf message(int field, RawProtobuf value) {
        return bytes(field, value.bytes());
    }

    /** Whole numbers in one field. */
    RawProtobuf packed(int field, long... values) {
        RawProtobuf all = new RawProtobuf();
        for (long value : values) {
            all.varint(value);
        }
        return bytes(field, all.bytes());
    }
}
