package org.orbifold.io;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;

/** Bytes that are read from anywhere: of an open file, or in memory. */
sealed interface ByteSource extends Closeable {
    /** How many there are. */
    long length() throws IOException;

    /** Some of them, as a stream. Closing it leaves the others open. */
    InputStream section(long position, long length);

    /** Those of an open file. */
    record OfFile(RandomAccessFile file) implements ByteSource {
        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public InputStream section(long position, long length) {
            return new FileSection(file, position, length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Those of an array. */
    @SuppressWarnings("ArrayRecordComponent") // only read
    record InMemory(byte[] bytes) implements ByteSource {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public InputStream section(long position, long length) {
            return new ByteArrayInputStream(bytes, Math.toIntExact(position), Math.toIntExact(length));
        }

        @Override
        public void close() {}
    }
}
