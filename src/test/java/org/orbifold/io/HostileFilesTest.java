package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.orbifold.io.RawNpz.dictionary;
import static org.orbifold.io.RawSafetensors.entry;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.job.Fault;

/**
 * Thousands of damaged and lying files: each is read or refused in one line that names it, and takes no more memory
 * than 200 MB beyond its own size.
 */
class HostileFilesTest {
    private static final long ALLOWANCE = 200_000_000;
    private static final int TRIES = 1000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");
    private static final Pattern WORD = Pattern.compile("F32|F16|<f4|<f2|>f8|True|False|[a-z_]{4,}|[\\[\\](){}:,'\"]");
    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "1",
            "4",
            "65536",
            "2147483647",
            "2147483648",
            "4294967296",
            "1152921504606846976",
            "9223372036854775807",
            "-9223372036854775808",
            "18446744073709551616",
            "1e400000000",
            "0.5",
            "null",
            "[]",
            "9".repeat(2000));
    private static final List<String> WORDS = List.of(
            "F64",
            "BF16",
            "I64",
            "<f8",
            "|O",
            "|V999999999",
            "<U9999",
            "",
            "dtype",
            "shape",
            "descr",
            "__metadata__",
            "true",
            "False",
            "{",
            "}",
            "[",
            "]",
            "(",
            ",",
            "\"",
            "'",
            "\u0000",
            "\n",
            "\u2028",
            "\ud83d\ude00",
            "[".repeat(10_000));

    @TempDir
    Path folder;

    private int read;
    private int refused;

    private static List<Runnable> waysToRead(Path path) {
        boolean npz = path.toString().endsWith("npz");
        return List.of(
                () -> ModelFile.read(path.toString(), Optional.empty()),
                () -> ModelFile.read(path + "#1", Optional.empty()),
                npz ? () -> Npz.read(path) : () -> Safetensors.read(path));
    }

    /** Reads a file, which may be refused, but only as a bad file should be. */
    private void tryOn(Path path, Runnable way) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            way.run();
            read++;
        } catch (Fault fault) {
            refused++;
            Refusal.requireOneLine(path, fault);
        }
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < ALLOWANCE + Files.size(path), () -> path + " took " + taken + " bytes");
    }

    private void tryEveryWay(Path path) throws IOException {
        for (Runnable way : waysToRead(path)) {
            tryOn(path, way);
        }
    }

    /** Tries mutations of a file, each under a name with the seed of its mutation in it. */
    private void tryMutations(String name, byte[] valid, Mutation... mutations) throws IOException {
        tryEveryWay(Files.write(folder.resolve(name), valid));
        assertTrue(read >= 2, "the file is sound to begin with");
        for (int seed = 0; seed < TRIES; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            byte[] mutant = valid.clone();
            for (int k = 1 + random.nextInt(2); k > 0; k--) {
                mutant = mutations[random.nextInt(mutations.length)].apply(mutant, random);
            }
            Path path = Files.write(folder.resolve(seed + name), mutant);
            List<Runnable> ways = waysToRead(path);
            try {
                tryOn(path, ways.get(seed % ways.size()));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("mutant " + path.getFileName(), e);
            }
            Files.delete(path);
        }
        assertTrue(read > TRIES / 100 && refused > TRIES / 2, "read " + read + ", refused " + refused);
    }

    /** Makes another file of one; may change its argument. */
    @FunctionalInterface
    private interface Mutation {
        byte[] apply(byte[] file, RandomGenerator random) throws IOException;
    }

    private static byte[] flip(byte[] file, RandomGenerator random) {
        for (int k = 1 + random.nextInt(4); k > 0 && file.length > 0; k--) {
            file[random.nextInt(file.length)] = (byte) (random.nextBoolean() ? random.nextInt() : -1);
        }
        return file;
    }

    private static byte[] cut(byte[] file, RandomGenerator random) {
        return Arrays.copyOf(file, random.nextInt(file.length + 1));
    }

    private static byte[] splice(byte[] file, RandomGenerator random) {
        int from = random.nextInt(file.length + 1);
        int to = Math.min(file.length, from + random.nextInt(20));
        ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        spliced.write(file, 0, from);
        spliced.write(file, 0, random.nextInt(Math.min(file.length, 20) + 1));
        spliced.write(file, to, file.length - to);
        return spliced.toByteArray();
    }

    /** Replaces four or eight bytes, wherever they are, by an extreme number. */
    private static byte[] overwrite(byte[] file, RandomGenerator random) {
        long[] extremes = {-1, 0, 0x7fff_ffff, 0xffff_ffffL, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40};
        int size = random.nextBoolean() ? Integer.BYTES : Long.BYTES;
        if (file.length >= size) {
            ByteBuffer at = ByteBuffer.wrap(file, random.nextInt(file.length - size + 1), size)
                    .order(ByteOrder.LITTLE_ENDIAN);
            long value = extremes[random.nextInt(extremes.length)];
            if (size == Integer.BYTES) {
                at.putInt((int) value);
            } else {
                at.putLong(value);
            }
        }
        return file;
    }

    /** Replaces one word or number of a text by another. */
    private static String reword(String text, RandomGenerator random) {
        boolean number = random.nextBoolean();
        List<MatchResult> found =
                (number ? NUMBER : WORD).matcher(text).results().toList();
        if (found.isEmpty()) {
            return text;
        }
        MatchResult place = found.get(random.nextInt(found.size()));
        List<String> words = number ? NUMBERS : WORDS;
        return text.substring(0, place.start()) + words.get(random.nextInt(words.size())) + text.substring(place.end());
    }

    /** Rewords the header of a safetensors, and keeps its length right. */
    private static byte[] rewordHeader(byte[] file, RandomGenerator random) {
        long length = file.length < 8
                ? -1
                : ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > file.length - 8) {
            return file;
        }
        int end = 8 + (int) length;
        String header = new String(file, 8, end - 8, StandardCharsets.UTF_8);
        return RawSafetensors.bytes(reword(header, random), Arrays.copyOfRange(file, end, file.length));
    }

    private static final Mutation[] OF_SAFETENSORS = {
        HostileFilesTest::flip,
        HostileFilesTest::cut,
        HostileFilesTest::splice,
        HostileFilesTest::overwrite,
        HostileFilesTest::rewordHeader,
        HostileFilesTest::rewordHeader,
        HostileFilesTest::rewordHeader
    };

    private static final Mutation[] OF_ANY = {
        HostileFilesTest::flip, HostileFilesTest::cut, HostileFilesTest::splice, HostileFilesTest::overwrite
    };

    @Test
    void safetensorsOfANetwork() throws IOException {
        String header = "{\"__metadata__\":{\"orbifold.architecture\":\"2-3-1\",\"activation\":\"tanh\"},"
                + entry("0.weight", "F32", "[3,2]", 0, 24) + "," + entry("0.bias", "F16", "[3]", 24, 30) + ","
                + entry("2.weight", "BF16", "[1,3]", 30, 36) + "," + entry("2.bias", "F64", "[1]", 36, 44) + "}";
        tryMutations("a.safetensors", RawSafetensors.bytes(header, new byte[44]), OF_SAFETENSORS);
    }

    @Test
    void safetensorsOfAZoo() throws IOException {
        String header = "{" + entry("fc1.bias", "F32", "[2,3]", 0, 24) + ","
                + entry("fc1.weight", "F32", "[2,3,2]", 24, 72) + "}";
        tryMutations("a.safetensors", RawSafetensors.bytes(header, new byte[72]), OF_SAFETENSORS);
    }

    @Test
    void npzWhoseBytesAreDamaged() throws IOException {
        byte[] weight = RawNpz.npy(dictionary("<f4", "(3, 2)"), new byte[24]);
        byte[] bias = RawNpz.npy(dictionary("<f2", "(3,)"), new byte[6]);
        byte[] metadata = RawNpz.npy(dictionary("|S2", "()"), "{}".getBytes(StandardCharsets.UTF_8));
        byte[] file = new RawNpz()
                .stored("0.weight.npy", weight)
                .deflated("0.bias.npy", bias)
                .deflated("__metadata__.npy", metadata)
                .bytes();
        tryMutations("a.npz", file, OF_ANY);
    }

    @Test
    void npzWhoseArraysLie() throws IOException {
        UnaryOperator<String> plain = UnaryOperator.identity();
        tryMutations("a.npz", npz(plain, plain), (_, random) -> {
            UnaryOperator<String> lie = text -> reword(text, random);
            return random.nextBoolean() ? npz(lie, plain) : npz(plain, lie);
        });
    }

    private static byte[] npz(UnaryOperator<String> weight, UnaryOperator<String> metadata) throws IOException {
        String json = metadata.apply("{\"orbifold.architecture\":\"2-3\",\"activation\":\"gelu\"}");
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new RawNpz()
                .deflated("0.weight.npy", RawNpz.npy(weight.apply(dictionary("<f4", "(2, 3, 2)")), new byte[48]))
                .stored("__metadata__.npy", RawNpz.npy(dictionary("|S" + bytes.length, "()"), bytes))
                .bytes();
    }

    @Test
    void headersOfMoreThanAnyoneNeeds() throws IOException {
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 20_000; i++) {
            many.append(i > 0 ? "," : "").append(entry("layer" + i, "F32", "[0]", 0, 0));
        }
        tryEveryWay(Files.write(folder.resolve("many.safetensors"), RawSafetensors.bytes(many + "}", new byte[0])));
        StringBuilder names = new StringBuilder("{\"__metadata__\":{");
        for (int i = 0; i < 20_000; i++) {
            names.append(i > 0 ? "," : "").append('"').append(i).append("\":\"\"");
        }
        tryEveryWay(Files.write(folder.resolve("names.safetensors"), RawSafetensors.bytes(names + "}}", new byte[0])));
        String longest = "{\"__metadata__\":{\"a\":\"" + "x".repeat(17_000_000) + "\"}}";
        tryEveryWay(Files.write(folder.resolve("long.safetensors"), RawSafetensors.bytes(longest, new byte[0])));
        String deep = "{\"__metadata__\":" + "{\"a\":".repeat(100_000);
        tryEveryWay(Files.write(folder.resolve("deep.safetensors"), RawSafetensors.bytes(deep, new byte[0])));
        assertTrue(read == 0 && refused == 12);
    }

    @Test
    void compressedValuesAreSeenBeforeTheyGetMemory() throws IOException {
        byte[] zeros = new byte[60_000_000];
        ByteBuffer.wrap(zeros).order(ByteOrder.LITTLE_ENDIAN).putFloat(zeros.length - 4, Float.NaN);
        Path path = folder.resolve("a.npz");
        byte[] npy = RawNpz.npy(dictionary("<f4", "(15000, 1000)"), zeros);
        Files.write(path, new RawNpz().deflated("0.weight.npy", npy).bytes());
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Refusal.of(path, "0.weight holds NaN at [14999,999]", () -> ModelFile.read(path.toString(), Optional.empty()));
        assertTrue(THREADS.getCurrentThreadAllocatedBytes() - before < 10_000_000);
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "a hole in a file takes room on the disk elsewhere")
    void filesLargerThanMemoryAreRefused() throws IOException {
        long networks = (Runtime.getRuntime().maxMemory() >> 22) + 1;
        long bytes = networks << 22;
        String header = "{" + entry("0.weight", "F32", "[" + networks + ",1024,1024]", 0, bytes) + "}";
        byte[] start = RawSafetensors.bytes(header, new byte[0]);
        Path path = Files.write(folder.resolve("huge.safetensors"), start);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(start.length + bytes);
        }
        Refusal.of(path, "MB of memory", () -> ModelFile.read(path.toString(), Optional.empty()));
        Refusal.of(path, "MB of memory", () -> Safetensors.read(path));
        ModelFile last = ModelFile.read(path + "#" + (networks - 1), Optional.empty());
        assertEquals("1024-1024", last.architecture().shape());
    }
}
