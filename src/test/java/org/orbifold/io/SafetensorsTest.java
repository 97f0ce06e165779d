package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.orbifold.io.RawSafetensors.bytes;
import static org.orbifold.io.RawSafetensors.entry;
import static org.orbifold.io.RawSafetensors.floats;
import static org.orbifold.io.RawSafetensors.zeros;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path file(byte[] content) throws IOException {
        return RawSafetensors.write(folder, "a.safetensors", content);
    }

    @Property(tries = 100)
    void whatIsWrittenIsReadAgain(@ForAll long seed) {
        TensorFile file = RandomTensors.file(seed);
        Scratch.with(scratch -> {
            Path path = scratch.resolve("a.safetensors");
            Safetensors.write(path, file);
            TensorFile again = Safetensors.read(path);
            assertEquals(file, again);
            assertEquals(
                    List.copyOf(file.tensors().keySet()),
                    List.copyOf(again.tensors().keySet()));
            byte[] content = Files.readAllBytes(path);
            Safetensors.write(path, again);
            assertArrayEquals(content, Files.readAllBytes(path));
        });
    }

    @Test
    void writesTheBytesOfTheFormat() throws IOException {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("b", StoredTensor.of(List.of(1L, 2L), new float[] {1.5f, -2}));
        tensors.put("a", StoredTensor.of(List.of(), new float[] {3}));
        Path path = folder.resolve("a.safetensors");
        Safetensors.write(path, new TensorFile(tensors, Map.of("k", "v\u00e9\"")));
        String header = "{\"__metadata__\":{\"k\":\"v\u00e9\\\"\"}," + entry("b", "F32", "[1,2]", 0, 8) + ","
                + entry("a", "F32", "[]", 8, 12) + "}";
        int length = header.getBytes(StandardCharsets.UTF_8).length;
        String padded = header + " ".repeat(Math.ceilDiv(length, 8) * 8 - length);
        assertArrayEquals(bytes(padded, floats(1.5f, -2, 3)), Files.readAllBytes(path));
    }

    @Test
    void readsAllFloatTypes() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 0x3c00).putShort((short) 0xc100); // 1, -2.5
        data.putShort((short) 0x3f80).putShort((short) 0xc020); // 1, -2.5
        data.putFloat(1).putFloat(-2.5f).putDouble(1).putDouble(-0.1);
        String header = "{" + entry("half", "F16", "[2]", 0, 4) + "," + entry("brain", "BF16", "[2]", 4, 8) + ","
                + entry("single", "F32", "[2]", 8, 16) + "," + entry("double", "F64", "[2]", 16, 32) + "}";
        Map<String, StoredTensor> read =
                Safetensors.read(file(bytes(header, data.array()))).tensors();
        assertArrayEquals(new float[] {1, -2.5f}, read.get("half").values());
        assertArrayEquals(new float[] {1, -2.5f}, read.get("brain").values());
        assertArrayEquals(new float[] {1, -2.5f}, read.get("single").values());
        assertArrayEquals(new float[] {1, -0.1f}, read.get("double").values());
        assertEquals("BF16", read.get("brain").dtype());
        assertEquals(List.of(2L), read.get("brain").shape());
    }

    @Test
    void readsTensorsInAnyOrderAndSpacesAfterTheHeader() throws IOException {
        String header = "{" + entry("b", "F32", "[1]", 4, 8) + "," + entry("none", "F32", "[0,7]", 4, 4) + ","
                + entry("a", "F32", "[]", 0, 4) + "}   ";
        TensorFile read = Safetensors.read(file(bytes(header, floats(1, 2))));
        assertEquals(List.of("b", "none", "a"), List.copyOf(read.tensors().keySet()));
        assertArrayEquals(new float[] {2}, read.tensors().get("b").values());
        assertArrayEquals(new float[] {1}, read.tensors().get("a").values());
        assertEquals(Map.of(), Safetensors.read(file(bytes("{}", zeros(0)))).tensors());
    }

    @ParameterizedTest
    @MethodSource("lies")
    void refusesHeadersThatLie(String words, String header, int dataBytes) throws IOException {
        Path path = file(bytes(header, zeros(dataBytes)));
        Refusal.of(path, words, () -> Safetensors.read(path));
    }

    static Stream<Arguments> lies() {
        String exa = "9223372036854775807";
        String deep = "[".repeat(200_000);
        return Stream.of(
                lie("is not a JSON object", "[1]", 0),
                lie("is not a JSON object", "3", 0),
                lie("not sound JSON", "{", 0),
                lie("not sound JSON", "nonsense", 0),
                lie("is not a JSON object", "", 0),
                lie("goes on after", "{}{}", 0),
                lie("not sound JSON", "{},", 0),
                lie("not described by", "{\"a\":3}", 0),
                lie("not described by", "{\"a\":" + deep, 0),
                lie("not whole numbers", "{\"a\":{\"shape\":" + deep, 0),
                lie("Duplicate", "{" + entry("a", "F32", "[1]", 0, 4) + "," + entry("a", "F32", "[1]", 4, 8) + "}", 8),
                lie("Duplicate", "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0),
                lie("Duplicate", "{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", 0),
                lie("metadata 'a' is not a string", "{\"__metadata__\":{\"a\":3}}", 0),
                lie("has a field 'x'", "{\"a\":{\"x\":1}}", 0),
                lie("lacks one of", "{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}", 0),
                lie("is not a string", "{\"a\":{\"dtype\":3}}", 0),
                lie("tensor a has dtype I64;", one("I64", "[1]", 0, 8), 8),
                lie("tensor a has dtype F8_E4M3;", one("F8_E4M3", "[1]", 0, 1), 1),
                lie("impossible shape [-1]", one("F32", "[-1]", 0, 4), 4),
                lie("impossible shape [-1,-1]", one("F32", "[-1,-1]", 0, 4), 4),
                lie("impossible shape [4294967296,4294967296]", one("F32", "[4294967296,4294967296]", 0, 4), 4),
                lie("impossible shape [" + exa + "]", one("F32", "[" + exa + "]", 0, 4), 4),
                lie("impossible shape", one("F32", "[4611686018427387905]", 0, 4), 4),
                lie("not sound JSON", one("F32", "[9223372036854775808]", 0, 4), 4),
                lie("not sound JSON", one("F32", "[" + "9".repeat(5000) + "]", 0, 4), 4),
                lie("not whole numbers", one("F32", "[1.0]", 0, 4), 4),
                lie("not an array", one("F32", "1", 0, 4), 4),
                lie("more than 64 dimensions", one("F32", "[1" + ",1".repeat(100_000) + "]", 0, 4), 4),
                lie("data offsets -4 to 0", one("F32", "[1]", -4, 0), 4),
                lie("data offsets 4 to 0", one("F32", "[1]", 4, 0), 4),
                lie("data offsets 0 to 8 in 4 bytes", one("F32", "[2]", 0, 8), 4),
                lie("in 4 bytes of data", one("F32", "[1]", Long.MAX_VALUE - 4, Long.MAX_VALUE), 4),
                lie("has 1 data offsets", "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0]}}", 4),
                lie("of 8 bytes, and data offsets of 4", one("F32", "[2]", 0, 4), 4),
                lie("overlaps", "{" + entry("a", "F32", "[2]", 0, 8) + "," + entry("b", "F32", "[2]", 4, 12) + "}", 12),
                lie("overlaps", "{" + entry("a", "F32", "[1]", 0, 4) + "," + entry("b", "F32", "[1]", 0, 4) + "}", 4),
                lie("hole", "{" + entry("a", "F32", "[1]", 0, 4) + "," + entry("b", "F32", "[1]", 8, 12) + "}", 12),
                lie("hole", one("F32", "[1]", 4, 8), 8),
                lie("4 bytes before the data do", one("F32", "[1]", 0, 4), 8),
                lie("8 bytes before the data do", "{}", 8),
                lie("half a surrogate pair", "{\"\\ud800\":{}}", 0),
                lie("tensor ?[31m?x", "{\"\\u001b[31m\\u2028x\":3}", 0),
                lie("half a surrogate pair", "{\"__metadata__\":{\"a\":\"\\ud800\"}}", 0));
    }

    private static Arguments lie(String words, String header, int dataBytes) {
        return Arguments.of(words, header, dataBytes);
    }

    private static String one(String dtype, String shape, long begin, long end) {
        return "{" + entry("a", dtype, shape, begin, end) + "}";
    }

    @Test
    void refusesLengthsOfHeadersThatLie() throws IOException {
        byte[] header = "{}".getBytes(StandardCharsets.UTF_8);
        for (long claimed : new long[] {3, 1L << 60, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            Path path = file(RawSafetensors.withClaim(claimed, header, zeros(0)));
            Refusal.of(path, Long.toUnsignedString(claimed) + " bytes, the file has 10", () -> Safetensors.read(path));
        }
        Path overlong = folder.resolve("overlong.safetensors");
        try (SeekableByteChannel channel =
                Files.newByteChannel(overlong, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            channel.write(ByteBuffer.wrap(RawSafetensors.withClaim(100_000_001, header, zeros(0))));
            channel.position(100_000_008).write(ByteBuffer.wrap(new byte[1])); // a file with a hole
        }
        Refusal.of(overlong, "the format allows 100000000", () -> Safetensors.read(overlong));
    }

    @Test
    void refusesHeadersThatAreNotUtf8() throws IOException {
        for (byte[] header : List.of(
                new byte[] {'{', '"', (byte) 0xff, '"', ':', '3', '}'},
                new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '3', '}'},
                new byte[] {'{', '"', (byte) 0xe2, (byte) 0x82})) {
            Path path = file(bytes(header, zeros(0)));
            Refusal.of(path, "not UTF-8", () -> Safetensors.read(path));
        }
        Path wide = file(bytes("{}".getBytes(StandardCharsets.UTF_16LE), zeros(0)));
        Refusal.of(wide, "not sound JSON", () -> Safetensors.read(wide));
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] whole = bytes(one("F32", "[3]", 0, 12), floats(1, 2, 3));
        for (int length = 0; length < whole.length; length++) {
            Path path = file(Arrays.copyOf(whole, length));
            Refusal.of(path, "", () -> Safetensors.read(path));
        }
    }

    @Test
    void refusesValuesThatAreNotFinite() throws IOException {
        float[] values = new float[20_000];
        values[12_345] = Float.NaN;
        Path nan = file(bytes(one("F32", "[4,5000]", 0, 80_000), floats(values)));
        Refusal.of(nan, "tensor a holds NaN at [2,2345]", () -> Safetensors.read(nan));
        Path infinite = file(bytes(one("F32", "[]", 0, 4), floats(Float.NEGATIVE_INFINITY)));
        Refusal.of(infinite, "tensor a holds Infinity at []", () -> Safetensors.read(infinite));
        Path half = file(bytes(one("BF16", "[1]", 0, 2), new byte[] {(byte) 0x80, 0x7f}));
        Refusal.of(half, "tensor a holds Infinity at [0]", () -> Safetensors.read(half));
        byte[] huge = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(1e300)
                .array();
        Path large = file(bytes(one("F64", "[1]", 0, 8), huge));
        Refusal.of(large, "a value beyond float32 at [0]", () -> Safetensors.read(large));
        Path extreme = file(bytes(one("F32", "[2]", 0, 8), floats(Float.MAX_VALUE, -Float.MIN_VALUE)));
        assertArrayEquals(
                new float[] {Float.MAX_VALUE, -Float.MIN_VALUE},
                Safetensors.read(extreme).tensors().get("a").values());
    }

    @Test
    void doesNotWriteWhatItWouldNotRead() {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("a", StoredTensor.of(List.of(1L), new float[] {Float.NaN}));
        Path path = folder.resolve("a.safetensors");
        Refusal.of(path, "tensor a would hold NaN", () -> Safetensors.write(path, new TensorFile(tensors, Map.of())));
        assertEquals(false, Files.exists(path));
        tensors.put("__metadata__", StoredTensor.of(List.of(), new float[1]));
        assertThrows(IllegalArgumentException.class, () -> new TensorFile(tensors, Map.of()));
        assertThrows(IllegalArgumentException.class, () -> StoredTensor.of(List.of(2L, 3L), new float[5]));
    }
}
