package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.orbifold.io.RawSafetensors.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;

class ModelFileTest {
    private static final Map<String, String> NO_METADATA = Map.of();

    @TempDir
    Path folder;

    private static ModelFile read(Path path) {
        return ModelFile.read(path.toString(), Optional.empty());
    }

    /** A file of tensors given as {@code name[sizes]}, whose values count up from 1 through the file. */
    private Path file(Map<String, String> metadata, String... tensors) {
        return file("model.safetensors", metadata, tensors);
    }

    private Path file(String name, Map<String, String> metadata, String... tensors) {
        SequencedMap<String, StoredTensor> content = new LinkedHashMap<>();
        float next = 1;
        for (String tensor : tensors) {
            String sizes = tensor.substring(tensor.indexOf('[') + 1, tensor.length() - 1);
            List<Long> shape = sizes.isEmpty()
                    ? List.of()
                    : Stream.of(sizes.split(",")).map(Long::valueOf).toList();
            float[] values =
                    new float[shape.stream().reduce(1L, (a, b) -> a * b).intValue()];
            for (int i = 0; i < values.length; i++) {
                values[i] = next++;
            }
            content.put(tensor.substring(0, tensor.indexOf('[')), StoredTensor.of(shape, values));
        }
        Path path = folder.resolve(name);
        if (name.endsWith(".npz")) {
            Npz.write(path, new TensorFile(content, metadata));
        } else {
            Safetensors.write(path, new TensorFile(content, metadata));
        }
        return path;
    }

    private static Weights random(Architecture architecture, Random random) {
        float[] block = new float[architecture.parameters()];
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) random.nextGaussian();
        }
        return Weights.wrap(architecture, block);
    }

    @Property(tries = 60)
    void networksAndZoosAreReadAsTheyWereWritten(
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 9) Integer> widths,
            @ForAll @IntRange(max = 4) int count,
            @ForAll Activation activation,
            @ForAll boolean npz,
            @ForAll long seed) {
        Random random = new Random(seed);
        Architecture architecture = new Architecture(widths, activation);
        List<Weights> networks = Stream.generate(() -> random(architecture, random))
                .limit(Math.max(1, count))
                .toList();
        Scratch.with(scratch -> {
            Path path = scratch.resolve(npz ? "a.npz" : "a.safetensors");
            ModelFile written = count == 0 ? ModelFile.of(path, networks.getFirst()) : ModelFile.zoo(path, networks);
            written.write(path, Map.of("seed", "" + seed));
            ModelFile again = read(path);
            assertEquals(networks, again.networks());
            assertEquals(architecture, again.architecture());
            assertEquals(count > 0, again.stacked());
            assertEquals(written.layers(), again.layers());
            assertEquals(
                    Map.of(
                            ModelFile.ARCHITECTURE,
                            architecture.shape(),
                            ModelFile.ACTIVATION,
                            activation.id(),
                            "seed",
                            "" + seed),
                    again.metadata());
            assertFalse(again.activationGuessed());
            for (int k = 0; k < networks.size(); k++) {
                ModelFile one = ModelFile.read(path + "#" + k, Optional.empty());
                assertEquals(List.of(networks.get(k)), one.networks());
                assertEquals(path + "#" + k, one.label());
                assertFalse(one.stacked());
            }
        });
    }

    @Test
    void readsAStateDictOfPyTorch() {
        Path path = file(NO_METADATA, "0.bias[2]", "0.weight[2,3]", "2.bias[1]", "2.weight[1,2]");
        ModelFile model = read(path);
        assertEquals("3-2-1 relu", model.architecture().toString());
        assertTrue(model.activationGuessed());
        assertArrayEquals(
                new float[] {3, 4, 5, 6, 7, 8, 1, 2, 10, 11, 9}, model.network().toArray());
        assertEquals(
                List.of(new LayerNames("0.weight", "0.bias", true), new LayerNames("2.weight", "2.bias", true)),
                model.layers());
        assertEquals(path, model.path());
        assertEquals(OptionalInt.empty(), model.number());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2-3-4   | 0.weight[3,2] 2.weight[4,3]",
                "2-3-4   | fc2.weight[4,3] fc1.weight[3,2]",
                "2-3-4   | weight[3,2] x.weight[4,3]",
                "5-5-5-5 | 10.weight[5,5] 2.weight[5,5] 0.weight[5,5]",
                "2-3-4   | b.weight[3,2] a.weight[4,3]",
                "2-3-4-5 | b.weight[4,3] c.weight[3,2] a.weight[5,4]",
                "7-4-4-5 | c.weight[4,4] b.weight[5,4] d.weight[4,7]",
                "2-3     | layers.0.weight[1,3,2] layers.0.bias[1,3]"
            })
    void findsTheOrderOfLayers(String architecture, String tensors) {
        assertEquals(
                architecture,
                read(file(NO_METADATA, tensors.split(" "))).architecture().shape());
    }

    @Test
    void layersKeepTheirNamesAndTheirOrderInTheNetwork() {
        Path path = file(NO_METADATA, "b.weight[4,3]", "c.weight[3,2]", "a.weight[5,4]");
        ModelFile model = read(path);
        assertEquals(
                List.of("c.weight", "b.weight", "a.weight"),
                model.layers().stream().map(LayerNames::weight).toList());
        assertEquals(13, model.network().weight(0, 0, 0));
        assertEquals(1, model.network().weight(1, 0, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tensor 2.weight of shape [4,9] does not follow tensor 0.weight of shape [3,2]"
                        + "| 0.weight[3,2] 2.weight[4,9]",
                "tensor b.weight of shape [2,2] does not follow | a.weight[3,2] b.weight[2,2] c.weight[2,2]",
                "tensor 2.weight of shape [10,32] does not follow | 0.weight[64,784] 2.weight[10,32] 4.weight[5,5]",
                "tensor conv1.weight has 4 dimensions: convolutional networks are not supported yet"
                        + "| conv1.weight[2,1,3,3] conv1.bias[2]",
                "tensor conv.bias has shape [8] beside tensor conv.weight of shape [8,4,3]"
                        + "| conv.weight[8,4,3] conv.bias[8]",
                "tensor ln.weight has shape [4]; | 0.weight[4,2] ln.weight[4] ln.bias[4]",
                "tensor s.weight has shape []; | s.weight[]",
                "tensor 0.weight has shape [0,2], which | 0.weight[0,2]",
                "tensor 0.weight has shape [0,3,2], which | 0.weight[0,3,2] 0.bias[0,3]",
                "tensor 1.running_mean belongs to no layer | 0.weight[3,2] 1.running_mean[3]",
                "tensor arr_0 belongs to no layer | arr_0[3,2]",
                "tensor 0.myweight belongs to no layer | 0.myweight[3,2]",
                "tensor 1.bias belongs to no layer: it has no weights | 0.weight[3,2] 1.bias[3]",
                "tensor 0.bias has shape [2] beside | 0.weight[3,2] 0.bias[2]",
                "tensor 0.bias has shape [3] beside | 0.weight[5,3,2] 0.bias[3]",
                "not the same number of networks | 0.weight[5,3,2] 2.weight[4,3]",
                "not the same number of networks | 0.weight[5,3,2] 2.weight[6,4,3]",
                "not the same number of networks | 0.weight[1,3,2] 2.weight[4,3]"
            })
    void refusesWhatIsNoSequentialNetwork(String words, String tensors) {
        for (String name : List.of("model.safetensors", "model.npz")) {
            Path path = file(name, NO_METADATA, tensors.strip().split(" "));
            Refusal.of(path, words.strip(), () -> read(path));
        }
    }

    @Test
    void refusesAFileWithoutTensors() {
        Path path = file(NO_METADATA);
        Refusal.of(path, "it holds no layers", () -> read(path));
    }

    @Test
    void refusesNetworksBeyondAllSizeWithoutReadingThem() throws IOException {
        String wide = "{" + entry("0.weight", "F32", "[1,8]", 0, 32) + ","
                + entry("2.weight", "F32", "[4294967296,0]", 32, 32) + "}";
        Path path = RawSafetensors.write(folder, "a.safetensors", RawSafetensors.bytes(wide, new byte[32]));
        Refusal.of(path, "tensor 2.weight has shape [4294967296,0], which no linear layer has", () -> read(path));
    }

    @Test
    void namesTheValueThatIsNotFinite() throws IOException {
        float[] values = {1, 2, 3, 4, 5, Float.NaN};
        String header = "{" + entry("2.weight", "F32", "[2,3]", 0, 24) + "}";
        Path path = RawSafetensors.write(
                folder, "a.safetensors", RawSafetensors.bytes(header, RawSafetensors.floats(values)));
        Refusal.of(path, "tensor 2.weight holds NaN at [1,2]", () -> read(path));
        String zoo = "{" + entry("2.weight", "F32", "[2,1,3]", 0, 24) + "}";
        Files.write(path, RawSafetensors.bytes(zoo, RawSafetensors.floats(values)));
        Refusal.of(path, "tensor 2.weight holds NaN at [1,0,2]", () -> read(path));
        Refusal.of(path, "tensor 2.weight holds NaN at [1,0,2]", () -> ModelFile.read(path + "#1", Optional.empty()));
        assertEquals(3, ModelFile.read(path + "#0", Optional.empty()).network().get(2));
    }

    @Test
    void aMissingBiasIsZeroAndIsWrittenOnlyOnceItIsNot() {
        Path path = file(NO_METADATA, "fc1.weight[2,1]", "fc1.bias[2]", "fc2.weight[1,2]");
        ModelFile model = read(path);
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 0}, model.network().toArray());
        assertEquals(
                new LayerNames("fc2.weight", "fc2.bias", false), model.layers().getLast());

        model.write(path, NO_METADATA);
        assertEquals(
                List.of("fc1.weight", "fc1.bias", "fc2.weight"),
                List.copyOf(Safetensors.read(path).tensors().keySet()));

        float[] moved = model.network().toArray();
        moved[6] = 7;
        model.with(Weights.wrap(model.architecture(), moved)).write(path, NO_METADATA);
        assertEquals(
                StoredTensor.of(List.of(1L), new float[] {7}),
                Safetensors.read(path).tensors().get("fc2.bias"));
        assertEquals(moved[6], read(path).network().bias(1, 0));
    }

    @Test
    void aZooHasALeadingAxisOfNetworks() {
        Path path = file(NO_METADATA, "0.weight[3,1,2]", "0.bias[3,1]");
        ModelFile zoo = read(path);
        assertTrue(zoo.stacked());
        assertEquals(3, zoo.networks().size());
        assertArrayEquals(new float[] {3, 4, 8}, zoo.networks().get(1).toArray());
        Refusal.of(path, "is a zoo of 3 networks; name one of them, as in model.safetensors#0", zoo::network);

        zoo.with(List.of(zoo.networks().get(1))).write(path, NO_METADATA);
        assertEquals(
                StoredTensor.of(List.of(1L, 1L, 2L), new float[] {3, 4}),
                Safetensors.read(path).tensors().get("0.weight"));
        assertArrayEquals(new float[] {3, 4, 8}, read(path).network().toArray());
    }

    @Test
    void oneNetworkOfAZooIsWrittenWithoutTheAxis() {
        Path path = file(Map.of("split", "0.2"), "0.weight[3,1,2]", "0.bias[3,1]");
        ModelFile one = ModelFile.read(path + "#2", Optional.empty());
        assertEquals(OptionalInt.of(2), one.number());
        assertEquals("0.2", one.metadata().get("split"));
        Path target = folder.resolve("one.npz");
        one.write(target, NO_METADATA);
        assertEquals(
                Map.of(
                        "0.weight", StoredTensor.of(List.of(1L, 2L), new float[] {5, 6}),
                        "0.bias", StoredTensor.of(List.of(1L), new float[] {9})),
                Npz.read(target).tensors());
    }

    @Test
    void refusesNetworksThatAZooDoesNotHave() {
        Path path = file(NO_METADATA, "0.weight[3,1,2]", "0.bias[3,1]");
        for (String number : List.of("3", "4294967296", "18446744073709551615")) {
            Refusal.of(
                    path,
                    "holds 3 networks, counted from 0; there is no #" + number,
                    () -> ModelFile.read(path + "#" + number, Optional.empty()));
        }
        for (String number : List.of("", "-1", "x", "1.5", "99999999999999999999")) {
            Fault fault = assertThrows(Fault.class, () -> ModelFile.read(path + "#" + number, Optional.empty()));
            Refusal.requireOneLine(Path.of(path + "#" + number), fault);
        }
        Path single = file(NO_METADATA, "0.weight[1,2]");
        assertEquals(
                1, ModelFile.read(single + "#0", Optional.empty()).networks().size());
        Refusal.of(single, "holds 1 network, counted", () -> ModelFile.read(single + "#1", Optional.empty()));
    }

    @Test
    void aFileThatIsNamedLikeANetworkOfAZooIsItself() {
        file("zoo.safetensors", NO_METADATA, "0.weight[2,1,2]");
        Path path = file("zoo.safetensors#1", NO_METADATA, "0.weight[9,9]");
        assertEquals("9-9", read(path).architecture().shape());
        Path missing = folder.resolve("none.safetensors#1");
        Refusal.of(missing, "no such file", () -> read(missing));
    }

    @Test
    void theActivationIsAskedForOrToldOrGuessed() {
        String[] tensors = {"0.weight[3,2]", "2.weight[4,3]"};
        Path silent = file("silent.npz", NO_METADATA, tensors);
        assertEquals(Activation.RELU, read(silent).architecture().activation());
        assertTrue(read(silent).activationGuessed());
        ModelFile asked = ModelFile.read(silent.toString(), Optional.of(Activation.GELU));
        assertEquals(Activation.GELU, asked.architecture().activation());
        assertFalse(asked.activationGuessed());

        Path plain = file("plain.safetensors", Map.of("activation", "Tanh"), tensors);
        assertEquals(Activation.TANH, read(plain).architecture().activation());
        assertFalse(read(plain).activationGuessed());
        Path both = file(Map.of("activation", "tanh", ModelFile.ACTIVATION, "sigmoid"), tensors);
        assertEquals(Activation.SIGMOID, read(both).architecture().activation());
        assertEquals(
                Activation.GELU,
                ModelFile.read(both.toString(), Optional.of(Activation.GELU))
                        .architecture()
                        .activation());

        Path unknown = file(Map.of("activation", "swish"), tensors);
        Refusal.of(unknown, "unknown activation, swish", () -> read(unknown));
        assertEquals(
                "2-3-4 tanh",
                ModelFile.read(unknown.toString(), Optional.of(Activation.TANH))
                        .architecture()
                        .toString());
        assertFalse(read(file(NO_METADATA, "0.weight[3,2]")).activationGuessed(), "there is none in a single layer");
    }

    @Test
    void metadataMustAgreeWithTheTensors() {
        Path path = file(Map.of(ModelFile.ARCHITECTURE, "2-5-4"), "0.weight[3,2]", "2.weight[4,3]");
        Refusal.of(path, "its metadata say 2-5-4, its tensors make 2-3-4", () -> read(path));
    }

    @Test
    void writesMetadataOverThoseOfTheFile() {
        Path path = file(Map.of("a", "old", "b", "kept"), "0.weight[3,2]");
        read(path).write(path, Map.of("a", "new"));
        assertEquals(
                Map.of("a", "new", "b", "kept", ModelFile.ARCHITECTURE, "2-3", ModelFile.ACTIVATION, "relu"),
                read(path).metadata());
    }

    @Test
    void tellsFilesByTheirContent() throws IOException {
        Path safetensors = file(NO_METADATA, "0.weight[3,2]");
        Path npz = file("model.npz", NO_METADATA, "0.weight[3,2]");
        for (String name : List.of("model", "model.bin", "other.npz")) {
            Path copy = Files.copy(safetensors, folder.resolve(name));
            assertEquals("2-3", read(copy).architecture().shape());
        }
        Path copy = Files.copy(npz, folder.resolve("other.safetensors"));
        assertEquals("2-3", read(copy).architecture().shape());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.pt", "a.pth", "a.bin", "a.PKL", "a.safetensors", "a.npz", "a"})
    void neverUnpickles(String name) throws IOException {
        String advice = "from safetensors.torch import save_file; save_file(model.state_dict(), \"model.safetensors\")";
        byte[] pickle = {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c, 'F', (byte) 0xf9, ' '};
        Path legacy = Files.write(folder.resolve(name), pickle);
        Refusal.of(legacy, advice, () -> read(legacy));
        Path zipped = Files.write(
                legacy,
                new RawNpz()
                        .stored("archive/data.pkl", pickle)
                        .stored("archive/data/0", new byte[8])
                        .bytes());
        Refusal.of(zipped, advice, () -> read(zipped));
        if (name.matches(".*\\.(pt|pth|bin|PKL)")) {
            Path text = Files.writeString(legacy, "cos\nsystem\n(S'true'\ntR.");
            Refusal.of(text, advice, () -> read(text));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.onnx, ONNX is not supported yet",
        "a.csv, is neither a safetensors nor an npz file",
        "a, is neither a safetensors nor an npz file",
        "a.npz, is neither a safetensors nor an npz file",
        "a.safetensors, not a safetensors file"
    })
    void refusesWhatIsNoModel(String name, String words) throws IOException {
        Path text = Files.writeString(folder.resolve(name), "some text or other, long enough");
        Refusal.of(text, words, () -> read(text));
        Path empty = Files.write(text, new byte[0]);
        Refusal.of(empty, "is empty", () -> read(empty));
        Path shortest = Files.write(text, new byte[1]);
        Refusal.of(shortest, "", () -> read(shortest));
    }

    @Test
    void refusesASingleArray() throws IOException {
        byte[] npy = RawNpz.npy(RawNpz.dictionary("<f4", "(1, 1)"), new byte[4]);
        Path path = Files.write(folder.resolve("a.npy"), npy);
        Refusal.of(path, "single array", () -> read(path));
    }

    @Test
    void refusesWhatIsNoFile() {
        Refusal.of(folder, "is a folder", () -> read(folder));
        Path missing = folder.resolve("missing.safetensors");
        Refusal.of(missing, "no such file", () -> read(missing));
        Fault fault = assertThrows(Fault.class, () -> ModelFile.read("a\0b", Optional.empty()));
        assertEquals("a b: not the name of a file", fault.getMessage());
    }

    @Test
    void writesOnlyToKnownFormats() {
        ModelFile model = read(file(NO_METADATA, "0.weight[3,2]"));
        for (String name : List.of("a.pt", "a.onnx", "a", "npz")) {
            Path target = folder.resolve(name);
            Refusal.of(target, "must end in .safetensors or .npz", () -> model.write(target, NO_METADATA));
            assertTrue(Files.notExists(target));
        }
    }

    @Test
    void writesNothingThatCouldNotBeRead() {
        ModelFile model = read(file(NO_METADATA, "0.weight[1,1]"));
        ModelFile diverged = model.with(Weights.wrap(model.architecture(), new float[] {1, Float.NaN}));
        for (String name : List.of("a.safetensors", "a.npz")) {
            Path target = folder.resolve(name);
            Refusal.of(target, "tensor 0.bias would hold NaN", () -> diverged.write(target, NO_METADATA));
            assertTrue(Files.notExists(target));
        }
    }

    @Test
    void networksAndNamesMustFitTogether() {
        Architecture small = new Architecture(List.of(2, 3), Activation.RELU);
        Architecture deep = new Architecture(List.of(2, 3, 4), Activation.RELU);
        Random random = new Random(1);
        ModelFile model = ModelFile.of(Path.of("a.safetensors"), random(small, random));
        assertThrows(IllegalArgumentException.class, () -> model.with(random(deep, random)));
        assertThrows(
                IllegalArgumentException.class,
                () -> model.with(List.of(random(small, random), random(small, random))));
        assertThrows(
                IllegalArgumentException.class,
                () -> ModelFile.zoo(Path.of("a.npz"), List.of(random(small, random), random(deep, random))));
    }

    @Test
    void columnMajorZoosAreReadToo() throws IOException {
        // weight[k][o][i] = 100 k + 10 o + i, the first index fastest
        float[] values = new float[2 * 3 * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = 100 * (i % 2) + 10 * (i / 2 % 3) + i / 6;
        }
        byte[] npy = RawNpz.npy(
                "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3, 2), }", RawSafetensors.floats(values));
        Path path = Files.write(
                folder.resolve("a.npz"),
                new RawNpz().deflated("0.weight.npy", npy).bytes());
        ModelFile zoo = read(path);
        assertEquals(121, zoo.networks().get(1).weight(0, 2, 1));
        assertEquals(11, zoo.networks().get(0).weight(0, 1, 1));
        assertEquals(
                110, ModelFile.read(path + "#1", Optional.empty()).network().weight(0, 1, 0));
    }

    @Test
    void pathsAreNamedAsTheyWereGiven() throws IOException {
        Path path = folder.resolve("line\nbreak.safetensors");
        Files.write(path, "{".getBytes(StandardCharsets.UTF_8));
        Fault fault = assertThrows(Fault.class, () -> read(path));
        assertEquals(1, fault.getMessage().lines().count());
    }
}
