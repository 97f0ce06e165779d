package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.orbifold.io.RawNpz.dictionary;
import static org.orbifold.io.RawNpz.npy;
import static org.orbifold.io.RawSafetensors.floats;
import static org.orbifold.io.RawSafetensors.zeros;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NpzTest {
    /**
     * What numpy 1.24 wrote for {@code w = [[1, -2.5, 3], [4, 5, -6]]}:
     * {@code savez_compressed(f, **{"0.weight": w, "0.bias": asfortranarray(w.T).astype(">f8"), "h": float16(0.5)})}.
     */
    private static final String BY_NUMPY = """
            UEsDBBQAAAAIAAAAIQCEbKyoWgAAAJgAAAAMABQAMC53ZWlnaHQubnB5AQAQAJgAAAAAAAAAWgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRu
            paBuk2airqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtQpkAy4GhgZ7BgaFAwwMDg5ANhAvAOIDBwBQSwMEFAAAAAgA
            AAAhALLfyBtZAAAAsAAAAAoAFAAwLmJpYXMubnB5AQAQALAAAAAAAAAAWQAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBul2ahrqOgnpZf
            VFKUmBefX5SSChIPKSpNBQoXZyQWpAK5GsY6CkaaOgq1CuQDLvsPDGBwgAVCO3BAaQEoLQKVl4DQAFBLAwQUAAAACAAAACEAcdwOtEQAAACC
            AAAABQAUAGgubnB5AQAQAIIAAAAAAAAARAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2akrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWK
            F2ckFqQC+RqaOgq1ChQBLgYLAFBLAQIUAxQAAAAIAAAAIQCEbKyoWgAAAJgAAAAMAAAAAAAAAAAAAACAAQAAAAAwLndlaWdodC5ucHlQSwEC
            FAMUAAAACAAAACEAst/IG1kAAACwAAAACgAAAAAAAAAAAAAAgAGYAAAAMC5iaWFzLm5weVBLAQIUAxQAAAAIAAAAIQBx3A60RAAAAIIAAAAF
            AAAAAAAAAAAAAACAAS0BAABoLm5weVBLBQYAAAAAAwADAKUAAACoAQAAAAA=
            """;

    @TempDir
    Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("a.npz"), content);
    }

    private StoredTensor readOne(byte[] npy) throws IOException {
        Path path = file(new RawNpz().deflated("a.npy", npy).bytes());
        return Npz.read(path).tensors().get("a");
    }

    @Property(tries = 100)
    void whatIsWrittenIsReadAgain(@ForAll long seed) {
        TensorFile file = RandomTensors.file(seed);
        Scratch.with(scratch -> {
            Path path = scratch.resolve("a.npz");
            Npz.write(path, file);
            TensorFile again = Npz.read(path);
            assertEquals(file, again);
            assertEquals(
                    List.copyOf(file.tensors().keySet()),
                    List.copyOf(again.tensors().keySet()));
            byte[] content = Files.readAllBytes(path);
            Npz.write(path, again);
            assertArrayEquals(content, Files.readAllBytes(path));
        });
    }

    @Test
    void readsWhatNumpyWrote() throws IOException {
        Map<String, StoredTensor> read =
                Npz.read(file(Base64.getMimeDecoder().decode(BY_NUMPY))).tensors();
        StoredTensor weight = StoredTensor.of(List.of(2L, 3L), new float[] {1, -2.5f, 3, 4, 5, -6});
        StoredTensor transposed = new StoredTensor("F64", List.of(3L, 2L), new float[] {1, 4, -2.5f, 5, 3, -6});
        StoredTensor scalar = new StoredTensor("F16", List.of(), new float[] {0.5f});
        assertEquals(Map.of("0.weight", weight, "0.bias", transposed, "h", scalar), read);
    }

    @Test
    void writesEntriesAsNumpyDoes() throws IOException {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("two", StoredTensor.of(List.of(1L, 2L), new float[] {1.5f, -2}));
        tensors.put("one", StoredTensor.of(List.of(1L), new float[] {3}));
        tensors.put("none", StoredTensor.of(List.of(), new float[] {4}));
        Path path = folder.resolve("a.npz");
        Npz.write(path, new TensorFile(tensors, Map.of("k", "v")));
        try (ZipFile zip = new ZipFile(path.toFile())) {
            assertArrayEquals(aligned("<f4", "(1, 2)", floats(1.5f, -2)), content(zip, "two.npy"));
            assertArrayEquals(aligned("<f4", "(1,)", floats(3)), content(zip, "one.npy"));
            assertArrayEquals(aligned("<f4", "()", floats(4)), content(zip, "none.npy"));
            byte[] json = "{\"k\":\"v\"}".getBytes(StandardCharsets.UTF_8);
            assertArrayEquals(aligned("|S9", "()", json), content(zip, "__metadata__.npy"));
            assertEquals(4, zip.size());
        }
    }

    private static byte[] aligned(String descr, String shape, byte[] data) {
        String dictionary = dictionary(descr, shape);
        return npy(dictionary + " ".repeat(128 - 10 - 1 - dictionary.length()), data);
    }

    private static byte[] content(ZipFile zip, String name) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
            return in.readAllBytes();
        }
    }

    @Test
    void readsEveryVersionAndSpelling() throws IOException {
        StoredTensor pair = StoredTensor.of(List.of(2L), new float[] {1, 2});
        assertEquals(pair, readOne(npy(1, dictionary("<f4", "(2,)"), floats(1, 2))));
        assertEquals(pair, readOne(npy(2, dictionary("=f4", "( 2 , )"), floats(1, 2))));
        assertEquals(pair, readOne(npy(3, dictionary("<f4", "(2L,)"), floats(1, 2))));
        String shuffled = "{\"shape\":(2,),\"descr\":\"<f4\",\"fortran_order\":True}    ";
        assertEquals(pair, readOne(npy(shuffled, floats(1, 2))));
        Path stored = file(new RawNpz()
                .stored("a.npy", npy(dictionary("<f4", "(2,)"), floats(1, 2)))
                .bytes());
        assertEquals(pair, Npz.read(stored).tensors().get("a"));
    }

    @Test
    void readsColumnMajorArraysOfAnyRank() throws IOException {
        float[] fileOrder = new float[24];
        float[] expected = new float[24];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 4; k++) {
                    fileOrder[i + 2 * (j + 3 * k)] = 100 * i + 10 * j + k;
                    expected[k + 4 * (j + 3 * i)] = 100 * i + 10 * j + k;
                }
            }
        }
        String dictionary = "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3, 4)}";
        assertArrayEquals(expected, readOne(npy(dictionary, floats(fileOrder))).values());
        fileOrder[1 + 2 * (0 + 3 * 2)] = Float.NaN;
        Path path = file(new RawNpz()
                .deflated("a.npy", npy(dictionary, floats(fileOrder)))
                .bytes());
        Refusal.of(path, "tensor a holds NaN at [1,0,2]", () -> Npz.read(path));
        String empty = "{'descr': '<f4', 'fortran_order': True, 'shape': (0, 4294967296)}";
        assertEquals(0, readOne(npy(empty, zeros(0))).values().length);
    }

    @Test
    void readsBothByteOrders() throws IOException {
        byte[] big = ByteBuffer.allocate(4).putFloat(-2.5f).array();
        assertArrayEquals(
                new float[] {-2.5f}, readOne(npy(dictionary(">f4", "()"), big)).values());
        byte[] half = {(byte) 0xc1, 0};
        assertArrayEquals(
                new float[] {-2.5f}, readOne(npy(dictionary(">f2", "()"), half)).values());
    }

    @ParameterizedTest
    @MethodSource("lies")
    void refusesArraysThatLie(String words, byte[] npy) throws IOException {
        Path path = file(new RawNpz().deflated("a.npy", npy).bytes());
        Refusal.of(path, words, () -> Npz.read(path));
    }

    static Stream<Arguments> lies() {
        byte[] data = zeros(16);
        byte[] longHeader = npy(2, dictionary("<f4", "(4,)"), data);
        longHeader[11] = 0x7f;
        byte[] cutHeader = Arrays.copyOf(npy(dictionary("<f4", "(4,)"), data), 40);
        return Stream.of(
                Arguments.of("not an npy array", zeros(0)),
                Arguments.of("not an npy array", zeros(100)),
                Arguments.of("npy version 4", npy(4, dictionary("<f4", "(4,)"), data)),
                Arguments.of("npy header of 21", longHeader),
                Arguments.of("ends early", cutHeader),
                Arguments.of("tensor a holds pickled objects", npy(dictionary("|O", "(4,)"), data)),
                Arguments.of("tensor a holds pickled objects", npy(dictionary("O", "(4,)"), data)),
                Arguments.of("has dtype <i8;", npy(dictionary("<i8", "(2,)"), data)),
                Arguments.of("has dtype <U4;", npy(dictionary("<U4", "()"), data)),
                Arguments.of("has dtype <c8;", npy(dictionary("<c8", "(2,)"), data)),
                Arguments.of("structured dtype", npy("{'descr': [('x', '|O')], 'fortran_order'", data)),
                Arguments.of("ends early", npy(dictionary("<f4", "(5,)"), data)),
                Arguments.of("goes on after", npy(dictionary("<f4", "(3,)"), data)),
                Arguments.of("goes on after", npy(dictionary("<f4", "(0,)"), data)),
                Arguments.of("impossible shape [-1]", npy(dictionary("<f4", "(-1,)"), data)),
                Arguments.of("impossible shape", npy(dictionary("<f4", "(4294967296, 4294967296)"), data)),
                Arguments.of("impossible shape", npy(dictionary("<f8", "(2305843009213693952,)"), data)),
                Arguments.of("more than 100 times", npy(dictionary("<f4", "(100000000,)"), data)),
                Arguments.of("more than 100 times", npy(dictionary("<f4", "(1152921504606846976,)"), data)),
                Arguments.of("no whole number", npy(dictionary("<f4", "(99999999999999999999,)"), data)),
                Arguments.of("no whole number", npy(dictionary("<f4", "('4',)"), data)),
                Arguments.of("more than 64 dimensions", npy(dictionary("<f4", "(1" + ", 1".repeat(99) + ")"), data)),
                Arguments.of("not a tuple", npy(dictionary("<f4", "(4 4)"), data)),
                Arguments.of("lacks a '('", npy(dictionary("<f4", "4"), data)),
                Arguments.of("neither True nor False", npy("{'fortran_order': 3}", data)),
                Arguments.of("names 'descr' twice", npy("{'descr': '<f4', 'descr': '<f4'}", data)),
                Arguments.of("is not a dictionary of", npy("{}", data)),
                Arguments.of("is not a dictionary of", npy(dictionary("<f4", "(4,)") + "{", data)),
                Arguments.of("lacks a comma", npy("{'descr': '<f4' 'fortran_order'", data)),
                Arguments.of("lacks a ':'", npy("{'descr', '<f4'}", data)),
                Arguments.of("lacks a '{'", npy("'descr'", data)),
                Arguments.of("has a field 'x'", npy("{'x': 3}", data)),
                Arguments.of("where text belongs", npy("{3: 3}", data)),
                Arguments.of("cannot be read", npy("{__import__('os').system('true'): 3}", data)),
                Arguments.of("cannot be read", npy("{'descr", data)));
    }

    @Test
    void refusesWhatIsNoNpz() throws IOException {
        Path pytorch = file(new RawNpz().stored("archive/data.pkl", zeros(9)).bytes());
        Refusal.of(pytorch, "from safetensors.torch import save_file", () -> Npz.read(pytorch));
        Path other = file(new RawNpz().deflated("readme.txt", zeros(9)).bytes());
        Refusal.of(other, "holds readme.txt, which is not an npy array", () -> Npz.read(other));
        Path text = file("not a zip file".getBytes(StandardCharsets.UTF_8));
        Refusal.of(text, "not a sound zip file", () -> Npz.read(text));
        Refusal.of(folder, "is a folder", () -> Npz.read(folder));
    }

    @Test
    void refusesDamage() throws IOException {
        byte[] npy = npy(dictionary("<f4", "(2,)"), floats(1, 2));
        byte[] stored = new RawNpz().stored("a.npy", npy).bytes();
        stored[30 + "a.npy".length() + npy.length - 1] ^= 1;
        Path damaged = file(stored);
        Refusal.of(damaged, "a.npy is damaged: its checksum does not fit", () -> Npz.read(damaged));
    }

    @Test
    void refusesTwoEntriesOfOneName() throws IOException {
        byte[] npy = npy(dictionary("<f4", "(2,)"), floats(1, 2));
        byte[] both = new RawNpz().stored("a.npy", npy).stored("b.npy", npy).bytes();
        for (int i = 0; i < both.length; i++) {
            if (both[i] == 'b' && both[i + 1] == '.') {
                both[i] = 'a';
            }
        }
        Path twice = file(both);
        Refusal.of(twice, "two entries a.npy", () -> Npz.read(twice));
    }

    @Test
    void refusesMetadataThatAreNoStrings() throws IOException {
        for (String json : List.of("[]", "{\"a\":3}", "{\"a\":\"\"", "{\"a\":\"\",\"a\":\"\"}")) {
            Path path = metadata("|S" + json.length(), json.getBytes(StandardCharsets.UTF_8));
            Refusal.of(path, "", () -> Npz.read(path));
        }
        for (String descr : List.of("|S1", "|S3", "|S999999999", "<U2", "<f4")) {
            Path path = metadata(descr, "{}".getBytes(StandardCharsets.UTF_8));
            Refusal.of(path, "its __metadata__", () -> Npz.read(path));
        }
    }

    private Path metadata(String descr, byte[] json) throws IOException {
        return file(new RawNpz()
                .deflated("__metadata__.npy", npy(dictionary(descr, "()"), json))
                .bytes());
    }

    @Test
    void anHonestBombIsRefusedAndASmallNetworkOfZerosIsNot() throws IOException {
        int large = 70_000_000;
        Path bomb = file(new RawNpz()
                .deflated("a.npy", npy(dictionary("<f4", "(17500000,)"), zeros(large)))
                .bytes());
        assertTrue(Files.size(bomb) < large / 900);
        Refusal.of(bomb, "its arrays would have 70000000 bytes, more than 100 times the file", () -> Npz.read(bomb));
        assertEquals(
                4_000_000,
                readOne(npy(dictionary("<f4", "(4000000,)"), zeros(16_000_000))).values().length);
    }
}
