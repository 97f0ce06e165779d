package org.orbifold.io;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A message of protobuf, read field by field off the wire. Lengths are held against what is left of the message around
 * them before they are believed, and a message may only say so many things, for each takes more memory than bytes.
 */
final class ProtobufInput {
    /** The most messages, texts and numbers together: many times what the deepest networks have. */
    static final int MOST_THINGS = 1 << 18;

    private final CodedInputStream in;
    private int things;

    /**
     * @param in the message and no more
     * @param bytes how long it is
     */
    ProtobufInput(InputStream in, int bytes) throws IOException {
        this.in = CodedInputStream.newInstance(in);
        this.in.pushLimit(bytes);
    }

    /** Some of the bytes of the whole message, from a position on. */
    record Section(long position, long bytes) {}

    /** How many bytes have been read. */
    long position() {
        return in.getTotalBytesRead();
    }

    /** The number of the next field, whose value has to be read next; 0 at the end of the message. */
    int field() throws IOException {
        int tag = in.readTag();
        if (tag == 0 && in.getBytesUntilLimit() > 0) {
            throw new InvalidProtocolBufferException("the input ends early");
        }
        return WireFormat.getTagFieldNumber(tag);
    }

    /** Begins to read a field that is a message: its fields are next. What it returns is given to {@link #end}. */
    int begin() throws IOException {
        count();
        return in.pushLimit(length());
    }

    /** Ends the message that began when {@code outer} was given, all its fields being read. */
    void end(int outer) {
        in.popLimit(outer);
    }

    /** Reads a field that is a text. */
    String text() throws IOException {
        count();
        require(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return in.readStringRequireUtf8();
    }

    /** Reads a field that is a whole number. */
    long whole() throws IOException {
        require(WireFormat.WIRETYPE_VARINT);
        return in.readInt64();
    }

    /** Reads a field that is a number of 32 bits, as {@link #decimal} has it. */
    double real() throws IOException {
        require(WireFormat.WIRETYPE_FIXED32);
        return decimal(in.readFloat());
    }

    /** The shortest decimal that stands for a float: 0.1 for the float next to 0.1. */
    static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    /** Reads a field that is one of several whole numbers, or all of them. */
    void wholes(List<Long> target) throws IOException {
        if (wireType() == WireFormat.WIRETYPE_VARINT) {
            count();
            target.add(in.readInt64());
            return;
        }
        int outer = in.pushLimit(length());
        while (in.getBytesUntilLimit() > 0) {
            count();
            target.add(in.readInt64());
        }
        in.popLimit(outer);
    }

    /** Passes over a field that is bytes, and says where they are. */
    Section section() throws IOException {
        int bytes = length();
        Section section = new Section(position(), bytes);
        in.skipRawBytes(bytes);
        return section;
    }

    /** Passes over a field. */
    void skip() throws IOException {
        if (!in.skipField(in.getLastTag())) {
            throw new InvalidProtocolBufferException("a group ends that did not begin");
        }
    }

    /** Reads how long the rest of the field is. */
    private int length() throws IOException {
        require(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        int bytes = in.readRawVarint32();
        if (bytes < 0 || bytes > in.getBytesUntilLimit()) {
            throw new InvalidProtocolBufferException("a length that goes beyond the message");
        }
        return bytes;
    }

    private int wireType() {
        return WireFormat.getTagWireType(in.getLastTag());
    }

    private void require(int wireType) throws IOException {
        if (wireType() != wireType) {
            throw new InvalidProtocolBufferException("a field of another wire type than its own");
        }
    }

    private void count() throws MalformedFileException {
        things++;
        if (things > MOST_THINGS) {
            throw new MalformedFileException("describes more than " + MOST_THINGS + " things");
        }
    }
}
