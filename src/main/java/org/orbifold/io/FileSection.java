package org.orbifold.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.util.Objects;

/** Some of an open file, as a stream. Closing it leaves the file open. */
final class FileSection extends InputStream {
    private final RandomAccessFile file;
    private long position;
    private final long end;

    FileSection(RandomAccessFile file, long position, long length) {
        this.file = file;
        this.position = position;
        this.end = position + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, target.length);
        if (count > 0 && position >= end) {
            return -1;
        }
        file.seek(position);
        int read = file.read(target, offset, (int) Math.min(count, end - position));
        position += Math.max(read, 0);
        return read;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(count, 0, end - position);
        position += skipped;
        return skipped;
    }
}
