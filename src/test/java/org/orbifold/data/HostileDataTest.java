package org.orbifold.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.job.Fault;
import org.orbifold.net.Examples;

/** Damaged files by the hundred: each is loaded, sound, or refused in one line that begins with its name. */
class HostileDataTest {
    private static final byte[] TABLE = """
            id,radius,"mean, x",kind
            1,0.5,3e-2,M
            2,-1.25,17,B
            3,"4",2.5,M
            4,8.75,-0,"C"
            """.getBytes(StandardCharsets.UTF_8);
    private static final byte[] IMAGES = IdxBytes.images(4, 2, 3, new byte[24]);
    private static final byte[] LABELS = IdxBytes.labels(4, new byte[] {0, 1, 2, 1});

    @TempDir
    Path folder;

    private int loaded;
    private int refused;

    @Test
    void tables() throws IOException {
        for (int seed = 0; seed < 500; seed++) {
            load(write("d.csv", damaged(TABLE, Draws.seeded(seed))));
        }
        assertBothHappened();
    }

    @Test
    void images() throws IOException {
        write("labels", LABELS);
        for (int seed = 0; seed < 200; seed++) {
            load(write("images", damaged(IMAGES, Draws.seeded(seed))));
            load(write("images", IdxBytes.gzip(damaged(IMAGES, Draws.seeded(seed)))));
        }
        assertBothHappened();
    }

    @Test
    void packedImages() throws IOException {
        write("labels", LABELS);
        byte[] packed = IdxBytes.gzip(IMAGES);
        for (int seed = 0; seed < 200; seed++) {
            load(write("images", damaged(packed, Draws.seeded(seed))));
        }
        assertBothHappened();
    }

    @Test
    void labels() throws IOException {
        Path images = write("images", IMAGES);
        for (int seed = 0; seed < 200; seed++) {
            write("labels", damaged(LABELS, Draws.seeded(seed)));
            load(images);
        }
        assertBothHappened();
    }

    @Test
    void noise() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Draws draws = Draws.seeded(seed);
            byte[] junk = new byte[draws.index(300)];
            for (int i = 0; i < junk.length; i++) {
                junk[i] = (byte) (draws.index(255) + 1);
            }
            load(write("d.csv", junk));
        }
        assertEquals(0, loaded);
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private void load(Path file) {
        try {
            assertSound(DataSets.load(DataRequest.of(file.toString())).examples());
            loaded++;
        } catch (Fault fault) {
            String line = fault.getMessage();
            assertTrue(line.startsWith(folder.toString()) && line.contains(": "), line);
            assertFalse(line.chars().anyMatch(Character::isISOControl), line);
            refused++;
        }
    }

    private static void assertSound(Examples examples) {
        assertTrue(examples.rows() > 0 && examples.width() > 0 && examples.classes() > 1);
        for (float feature : examples.features()) {
            assertTrue(Float.isFinite(feature));
        }
        assertTrue(Arrays.stream(examples.labels()).allMatch(label -> label >= 0 && label < examples.classes()));
    }

    private void assertBothHappened() {
        assertTrue(loaded > 0 && refused > 20, loaded + " loaded, " + refused + " refused");
    }

    /** The content with one to three changes: bytes set, removed or put in, its end cut off, or a part repeated. */
    private static byte[] damaged(byte[] content, Draws draws) {
        byte[] bytes = content.clone();
        for (int change = draws.index(3); change >= 0 && bytes.length > 0; change--) {
            int at = draws.index(bytes.length);
            int length = draws.index(Math.min(8, bytes.length - at)) + 1;
            bytes = switch (draws.index(5)) {
                case 0 -> spliced(bytes, at, at + 1, (byte) draws.index(256));
                case 1 -> spliced(bytes, at, at + length);
                case 2 -> spliced(bytes, at, at, (byte) draws.index(256));
                case 3 -> Arrays.copyOf(bytes, at);
                default -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
            };
        }
        return bytes;
    }

    /** The bytes with those from {@code from} to {@code to - 1} replaced. */
    private static byte[] spliced(byte[] bytes, int from, int to, byte... replacement) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(bytes, 0, from);
        result.writeBytes(replacement);
        result.write(bytes, to, bytes.length - to);
        return result.toByteArray();
    }
}
