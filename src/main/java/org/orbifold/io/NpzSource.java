package org.orbifold.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** An open npz file: a zip file with an npy array an entry, stored or deflated. */
final class NpzSource implements TensorSource {
    static final String EXTENSION = ".npy";

    /** How many times its own length a file may inflate to, where that is more than {@link #ALWAYS_INFLATED}. */
    private static final long MOST_INFLATION = 100;

    /** The bytes that any file may inflate to: a small network of zeros is a network too. */
    private static final long ALWAYS_INFLATED = 1 << 26;

    private static final Pattern FLOAT = Pattern.compile("([<>=])f([248])");
    private static final Pattern BYTES = Pattern.compile("\\|S([0-9]{1,9})");
    private static final Pattern PICKLED = Pattern.compile(".?O[0-9]*");

    private final ZipFile zip;
    private final long fileBytes;
    private final SequencedMap<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private NpzSource(ZipFile zip, long fileBytes) throws IOException {
        this.zip = zip;
        this.fileBytes = fileBytes;
        List<? extends ZipEntry> entries = zip.stream().limit(MOST_ENTRIES + 1).toList();
        if (entries.size() > MOST_ENTRIES) {
            throw new MalformedFileException("it has more than " + MOST_ENTRIES + " entries");
        }
        if (entries.stream().anyMatch(entry -> entry.getName().endsWith("data.pkl"))) {
            throw Pickle.refused();
        }
        Set<String> names = new HashSet<>();
        for (ZipEntry entry : entries) {
            if (!names.add(entry.getName())) {
                throw new MalformedFileException("it has two entries " + FileFault.printable(entry.getName()));
            }
            declare(entry);
        }
        requirePlausible();
    }

    /** Opens a file, which is closed again if it is not sound. */
    static NpzSource open(Path path) throws IOException {
        InputFile.require(path);
        ZipFile zip = new ZipFile(path.toFile());
        try {
            return new NpzSource(zip, path.toFile().length());
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
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
    public TensorInput open(TensorInfo tensor) throws IOException {
        InputStream in = new Entry(zip, zip.getEntry(tensor.name() + EXTENSION));
        in.skipNBytes(tensor.position());
        return new TensorInput(tensor, in);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Reads an entry's header, or all of it where it is the metadata. */
    private void declare(ZipEntry entry) throws IOException {
        if (!entry.getName().endsWith(EXTENSION)) {
            throw new MalformedFileException(
                    "it holds " + FileFault.printable(entry.getName()) + ", which is not an npy array");
        }
        String name = entry.getName().substring(0, entry.getName().length() - EXTENSION.length());
        try (InputStream in = new Entry(zip, entry)) {
            NpyHeader header = NpyHeader.read(name, in);
            if (name.endsWith(Modules.COUNTER)) {
                return;
            }
            if (name.equals(TensorFile.METADATA)) {
                readMetadata(header, in);
            } else {
                tensors.put(name, info(name, header));
            }
        }
    }

    private void readMetadata(NpyHeader header, InputStream in) throws IOException {
        Matcher type = BYTES.matcher(header.descr());
        int length = type.matches() ? Integer.parseInt(type.group(1)) : Integer.MAX_VALUE;
        if (!header.shape().isEmpty() || length > HeaderJson.LONGEST_STRING) {
            throw new MalformedFileException("its " + TensorFile.METADATA + " is not one byte string");
        }
        byte[] text = in.readNBytes(length);
        if (text.length < length || in.read() >= 0) {
            throw new MalformedFileException("its " + TensorFile.METADATA + " has not the length it claims");
        }
        HeaderJson.readObject(new ByteArrayInputStream(text), json -> metadata.putAll(HeaderJson.readStrings(json)));
    }

    private static TensorInfo info(String name, NpyHeader header) throws IOException {
        Matcher type = FLOAT.matcher(header.descr());
        if (!type.matches()) {
            throw new MalformedFileException(TensorInfo.label(name)
                    + (PICKLED.matcher(header.descr()).matches()
                            ? " holds pickled objects, which are never unpickled: save plain arrays of floats"
                            : " has dtype " + FileFault.printable(header.descr()) + "; f2, f4 and f8 are read"));
        }
        ElementType elements = ElementType.valueOf("F" + Integer.parseInt(type.group(2)) * Byte.SIZE);
        ByteOrder order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return TensorInfo.of(name, elements, order, header.columnMajor(), header.shape(), header.bytes());
    }

    /** Refuses arrays that no file of this length holds unless it was made to. */
    private void requirePlausible() throws MalformedFileException {
        double declared =
                tensors.values().stream().mapToDouble(TensorInfo::bytes).sum();
        if (declared > Math.max(ALWAYS_INFLATED, (double) MOST_INFLATION * fileBytes)) {
            throw new MalformedFileException(String.format(
                    Locale.ROOT,
                    "its arrays would have %.0f bytes, more than %d times the file: refused",
                    declared,
                    MOST_INFLATION));
        }
    }

    /** The bytes of an entry, held against its checksum at their end. */
    private static final class Entry extends CheckedInputStream {
        private final ZipEntry entry;

        Entry(ZipFile zip, ZipEntry entry) throws IOException {
            super(zip.getInputStream(entry), new CRC32());
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            return verified(super.read());
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            return verified(super.read(target, offset, count));
        }

        private int verified(int read) throws IOException {
            if (read < 0 && getChecksum().getValue() != entry.getCrc()) {
                throw new MalformedFileException(
                        FileFault.printable(entry.getName()) + " is damaged: its checksum does not fit");
            }
            return read;
        }
    }
}
