package org.orbifold.data;

import java.io.DataInputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.orbifold.job.Fault;
import org.orbifold.net.Examples;

/**
 * Images and labels in IDX, the format of the MNIST database (LeCun, Cortes and Burges, 1998): a magic number, the
 * sizes as big-endian integers, then a byte a pixel or label.
 *
 * <p>No size is believed before the whole of the file was seen to bear it out; a packed file is unpacked no further
 * than its header says.
 */
final class Idx {
    /** Unsigned bytes in three dimensions. */
    static final int IMAGES = 0x00000803;
    /** Unsigned bytes in one dimension. */
    static final int LABELS = 0x00000801;

    private static final int MAX_PIXELS = 1 << 24;

    private Idx() {}

    /**
     * Images with the labels found beside them.
     *
     * @throws Fault if either file is not what it says
     */
    static DataSet load(DataFile file, Optional<RowRange> selection) {
        int[] header = header(file, IMAGES, 3);
        int count = header[0];
        long pixels = (long) header[1] * header[2];
        if (pixels > MAX_PIXELS) {
            throw file.fault("images of " + header[2] + "x" + header[1] + " are larger than " + MAX_PIXELS + " pixels");
        }
        RowRange rows = selection.orElse(new RowRange(0, count)).within(count, file.name());
        byte[] labels = labels(file, count);
        checkLength(file, 16 + count * pixels);

        ImageShape shape = new ImageShape(header[2], header[1]);
        float[] features = pixels(file, shape, rows);
        int classes =
                1 + IntStream.range(0, count).map(r -> labels[r] & 0xff).max().orElseThrow();
        List<String> names =
                IntStream.range(0, classes).mapToObj(String::valueOf).toList();
        int[] selected = IntStream.range(rows.from(), rows.to())
                .map(r -> labels[r] & 0xff)
                .toArray();
        return new DataSet(
                file.name(), new Examples(features, selected, shape.pixels(), classes), names, Optional.of(shape));
    }

    private static float[] pixels(DataFile file, ImageShape shape, RowRange rows) {
        byte[] image = new byte[shape.pixels()];
        float[] features = file.allocate(rows.count(), image.length);
        return file.read(content -> {
            content.skipNBytes(16 + (long) rows.from() * image.length);
            for (int offset = 0; offset < features.length; offset += image.length) {
                if (content.readNBytes(image, 0, image.length) < image.length) {
                    throw file.fault("changed while it was read");
                }
                for (int i = 0; i < image.length; i++) {
                    features[offset + i] = (image[i] & 0xff) / 255f;
                }
            }
            return features;
        });
    }

    private static byte[] labels(DataFile images, int count) {
        DataFile file = beside(images);
        int labels = header(file, LABELS, 1)[0];
        if (labels != count) {
            throw images.fault(count + " images, but " + file.name() + " has " + labels + " labels (by their headers)");
        }
        checkLength(file, 8L + count);
        byte[] values = file.read(content -> {
            content.skipNBytes(8);
            return content.readNBytes(count);
        });
        if (IntStream.range(0, values.length)
                        .map(i -> values[i])
                        .distinct()
                        .limit(2)
                        .count()
                < 2) {
            throw file.fault("all labels are the same; two classes are the least");
        }
        return values;
    }

    private static DataFile beside(DataFile images) {
        String name = images.path().getFileName().toString();
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        String wanted = plain.replace("images", "labels").replace("idx3", "idx1");
        if (wanted.equals(plain)) {
            throw images.fault("no labels found: its name has no 'images' in it to put 'labels' for");
        }
        List<String> candidates =
                plain.equals(name) ? List.of(wanted, wanted + ".gz") : List.of(wanted + ".gz", wanted);
        return candidates.stream()
                .map(candidate ->
                        DataFile.find(images.path().resolveSibling(candidate).toString()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> images.fault("no labels beside it: neither " + String.join(" nor ", candidates)));
    }

    /** The sizes in a header, each at least 1. */
    private static int[] header(DataFile file, int magic, int dimensions) {
        return file.read(content -> {
            DataInputStream header = new DataInputStream(content);
            if (header.readInt() != magic) {
                throw file.fault("not IDX " + (magic == IMAGES ? "images" : "labels"));
            }
            int[] sizes = new int[dimensions];
            for (int d = 0; d < dimensions; d++) {
                sizes[d] = header.readInt();
                if (sizes[d] < 1) {
                    throw file.fault("its header says a size of " + Integer.toUnsignedString(sizes[d]));
                }
            }
            return sizes;
        });
    }

    private static void checkLength(DataFile file, long expected) {
        long length = file.length(expected);
        if (length != expected) {
            String held = length < expected ? "only " + length : "more";
            throw file.fault("its header makes it " + expected + " bytes, but it holds " + held);
        }
    }
}
