package org.orbifold.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orbifold.job.Fault;

class IdxTest {
    private static final String IMAGES = "x-images-idx3-ubyte";
    private static final String LABELS = "x-labels-idx1-ubyte";
    /** Three images, 1 high and 2 wide. */
    private static final byte[] THREE = IdxBytes.images(3, 1, 2, new byte[] {0, 51, 102, -1, 1, 2});

    private static final byte[] THREE_LABELS = IdxBytes.labels(3, new byte[] {0, 3, 0});

    @TempDir
    Path folder;

    private String write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private static DataSet load(String file) {
        return DataSets.load(DataRequest.of(file));
    }

    private void assertFault(String named, String fault, byte[] images, byte[] labels) throws IOException {
        String file = write(IMAGES, images);
        write(LABELS, labels);
        Fault thrown = assertThrows(Fault.class, () -> load(file));
        assertEquals(folder.resolve(named) + ": " + fault, thrown.getMessage());
        String packed = write(IMAGES + ".gz", IdxBytes.gzip(images));
        assertThrows(Fault.class, () -> load(packed));
    }

    @ParameterizedTest
    @CsvSource({
        "x-images-idx3-ubyte, x-labels-idx1-ubyte",
        "x-images-idx3-ubyte.gz, x-labels-idx1-ubyte.gz",
        "x-images-idx3-ubyte.gz, x-labels-idx1-ubyte",
        "x-images-idx3-ubyte, x-labels-idx1-ubyte.gz",
        "x-images.idx3, x-labels.idx1",
        "images, labels"
    })
    void imagesAreReadWithTheLabelsBesideThem(String images, String labels) throws IOException {
        write(labels, labels.endsWith(".gz") ? IdxBytes.gzip(THREE_LABELS) : THREE_LABELS);
        String file = write(images, images.endsWith(".gz") ? IdxBytes.gzip(THREE) : THREE);
        DataSet data = load(file);
        assertArrayEquals(
                new float[] {0, 51 / 255f, 102 / 255f, 1, 1 / 255f, 2 / 255f},
                data.examples().features());
        assertArrayEquals(new int[] {0, 3, 0}, data.examples().labels());
        assertEquals(List.of("0", "1", "2", "3"), data.classNames());
        assertEquals(Optional.of(new ImageShape(2, 1)), data.image());
    }

    @Test
    void selectedRowsKeepTheClassesOfAll() throws IOException {
        write(LABELS, THREE_LABELS);
        String file = write(IMAGES, THREE);
        DataSet data = DataSets.load(new DataRequest(
                file, Optional.empty(), List.of(), Standardize.ALL, Optional.of(new RowRange(2, 3)), 0));
        assertArrayEquals(new float[] {1 / 255f, 2 / 255f}, data.examples().features());
        assertArrayEquals(new int[] {0}, data.examples().labels());
        assertEquals(4, data.examples().classes());
        Fault fault = assertThrows(
                Fault.class,
                () -> DataSets.load(new DataRequest(
                        file, Optional.empty(), List.of(), Standardize.ALL, Optional.of(new RowRange(2, 4)), 0)));
        assertEquals(file + ": rows 2:4 asked for, but there are only 3 rows", fault.getMessage());
    }

    @Test
    void lyingSizesAreRefused() throws IOException {
        byte[] six = new byte[6];
        byte[] many = IdxBytes.labels(Integer.MAX_VALUE, new byte[] {0, 1});
        assertFault(
                IMAGES,
                "its header makes it 24 bytes, but it holds only 22",
                IdxBytes.images(4, 1, 2, six),
                IdxBytes.labels(4, new byte[] {0, 1, 0, 1}));
        assertFault(
                IMAGES,
                "its header makes it 20 bytes, but it holds more",
                IdxBytes.images(2, 1, 2, six),
                IdxBytes.labels(2, new byte[] {0, 1}));
        assertFault(IMAGES, "its header says a size of 4294967295", IdxBytes.images(-1, 1, 2, six), THREE_LABELS);
        assertFault(IMAGES, "its header says a size of 0", IdxBytes.images(3, 0, 2, six), THREE_LABELS);
        assertFault(
                IMAGES,
                "images of 2147483647x2147483647 are larger than 16777216 pixels",
                IdxBytes.images(3, Integer.MAX_VALUE, Integer.MAX_VALUE, six),
                THREE_LABELS);
        assertFault(
                LABELS,
                "its header makes it 2147483655 bytes, but it holds only 10",
                IdxBytes.images(Integer.MAX_VALUE, 1, 2, six),
                many);
        assertFault(
                LABELS, "its header makes it 11 bytes, but it holds only 10", THREE, IdxBytes.labels(3, new byte[] {0, 1
                }));
    }

    @Test
    void labelsMustFit() throws IOException {
        String labels = folder.resolve(LABELS).toString();
        assertFault(
                IMAGES,
                "3 images, but " + labels + " has 2 labels (by their headers)",
                THREE,
                IdxBytes.labels(2, new byte[] {0, 1}));
        assertFault(LABELS, "all labels are the same; two classes are the least", THREE, IdxBytes.labels(3, new byte[] {
            2, 2, 2
        }));
        assertFault(LABELS, "not IDX labels", THREE, THREE);
        assertFault(LABELS, "truncated", THREE, new byte[] {0, 0, 8});
        Files.delete(folder.resolve(LABELS));
        Fault fault =
                assertThrows(Fault.class, () -> load(folder.resolve(IMAGES).toString()));
        assertEquals(
                folder.resolve(IMAGES) + ": no labels beside it: neither " + LABELS + " nor " + LABELS + ".gz",
                fault.getMessage());
        String nameless = write("pictures", THREE);
        assertThrows(Fault.class, () -> load(nameless));
    }

    @Test
    void truncatedAndDamagedFilesAreRefused() throws IOException {
        write(LABELS, THREE_LABELS);
        byte[] packed = IdxBytes.gzip(THREE);
        for (int length = 0; length < packed.length; length++) {
            String file = write(IMAGES + ".gz", Arrays.copyOf(packed, length));
            Fault fault = assertThrows(Fault.class, () -> load(file));
            assertTrue(fault.getMessage().startsWith(file + ": "), fault.getMessage());
        }
        for (int length = 0; length < THREE.length; length++) {
            String file = write(IMAGES, Arrays.copyOf(THREE, length));
            assertThrows(Fault.class, () -> load(file));
        }
        byte[] damaged = packed.clone();
        damaged[damaged.length - 6] ^= 1; // in its checksum
        String file = write(IMAGES + ".gz", damaged);
        assertThrows(Fault.class, () -> load(file));
    }

    @Test
    void whatIsPackedButNoImagesIsRefused() throws IOException {
        String table = write("d.csv.gz", IdxBytes.gzip("1,A\n2,B\n".getBytes(StandardCharsets.UTF_8)));
        Fault packed = assertThrows(Fault.class, () -> load(table));
        assertEquals(table + ": gzip, but there are no IDX images in it", packed.getMessage());
        String labels = write(LABELS, THREE_LABELS);
        Fault fault = assertThrows(Fault.class, () -> load(labels));
        assertTrue(fault.getMessage().contains("give the images"), fault.getMessage());
    }

    /** What lies behind the end that the header gives is not looked at: it is damaged, and nobody notices. */
    @Test
    void nothingIsUnpackedBeyondWhatTheHeaderSays() throws IOException {
        write(LABELS, THREE_LABELS);
        byte[] packed = IdxBytes.gzip(IdxBytes.images(3, 1, 2, new byte[1 << 20]));
        String file = write(IMAGES + ".gz", Arrays.copyOf(packed, packed.length / 2));
        Fault fault = assertThrows(Fault.class, () -> load(file));
        assertEquals(file + ": its header makes it 22 bytes, but it holds more", fault.getMessage());
    }

    /** Forty megabytes of zeros in forty kilobytes, behind a header that says less, as much, or more. */
    @ParameterizedTest
    @CsvSource({"3, 1", "10, 4000000", "20, 4000000"})
    void bombsTakeNoMemory(int count, int width) throws IOException {
        byte[] zeros = new byte[1 << 20];
        Path file = folder.resolve(IMAGES + ".gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(IdxBytes.images(count, 1, width));
            for (int i = 0; i < 40; i++) {
                out.write(zeros);
            }
        }
        byte[] labels = new byte[count];
        labels[0] = 1;
        write(LABELS, IdxBytes.labels(count, labels));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThrows(Fault.class, () -> load(file.toString()));
        assertEquals(0, (threads.getCurrentThreadAllocatedBytes() - before) >> 20, "megabytes");
    }
}
