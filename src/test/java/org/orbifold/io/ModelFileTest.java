package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.orbifold.io.DescribedTensors.read;
import static org.orbifold.io.RawSafetensors.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;

class ModelFileTest {
    private static final Map<String, String> NO_METADATA = Map.of();

    @TempDir
    Path folder;

    private Path file(Map<String, String> metadata, String... tensors) {
        return DescribedTensors.write(folder.resolve("model.safetensors"), metadata, tensors);
    }

    private Path file(String name, Map<String, String> metadata, String... tensors) {
        return DescribedTensors.write(folder.resolve(name), metadata, tensors);
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
            assertEquals(written.names(), again.names());
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
                Stream.of("0.weight", "0.bias", "2.weight", "2.bias")
                        .map(name -> new TensorName(name, true))
                        .toList(),
                model.names());
        assertEquals(path, model.path());
        assertEquals(OptionalInt.empty(), model.number());
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
    void aFileInMemoryIsReadAsOneOnTheDisk() throws IOException {
        Path path = file(NO_METADATA, "0.weight[3,1,2]", "0.bias[3,1]");
        byte[] bytes = Files.readAllBytes(path);
        assertEquals(read(path), ModelFile.read(path, bytes));
        Path name = Path.of("sample");
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            Refusal.of(name, "", () -> ModelFile.read(name, cut));
        }
    }

    @Test
    void aMissingBiasIsZeroAndIsWrittenOnlyOnceItIsNot() {
        Path path = file(NO_METADATA, "fc1.weight[2,1]", "fc1.bias[2]", "fc2.weight[1,2]");
        ModelFile model = read(path);
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 0}, model.network().toArray());
        assertEquals(new TensorName("fc2.bias", false), model.names().getLast());

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
    void aBiasThatTheFileHasIsWrittenEvenIfItIsZero() {
        Path path = file(NO_METADATA, "0.weight[3,2]", "0.bias[3]");
        ModelFile model = read(path);
        model.with(Weights.wrap(model.architecture(), new float[9])).write(path, NO_METADATA);
        assertEquals(
                List.of("0.weight", "0.bias"),
                List.copyOf(Safetensors.read(path).tensors().keySet()));
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
}
