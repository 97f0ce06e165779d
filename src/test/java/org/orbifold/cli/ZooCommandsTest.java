package org.orbifold.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.io.ModelFile;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;

/** The commands on zoos, as scripts rely on them. */
class ZooCommandsTest {
    private static final Architecture SHAPE = Architecture.parse("2-7-6-2", Activation.RELU);

    @TempDir
    private Path folder;

    private Path moved;

    /** One network under five symmetries; the third is told to have the lowest loss. */
    @BeforeEach
    void writeZoo() {
        SplittableRandom random = new SplittableRandom(1);
        Weights network = draw(SHAPE, 2);
        List<Weights> networks = IntStream.range(0, 5)
                .mapToObj(k -> GroupElement.randomPermutation(SHAPE, random).actOn(network))
                .toList();
        moved = out("moved.safetensors");
        ModelFile.zoo(moved, networks)
                .write(
                        moved,
                        Map.of(
                                "orbifold.zoo.runs",
                                "0,0,1,1,2",
                                "orbifold.zoo.losses",
                                "0.5,0.4,0.1,0.2,0.3",
                                "by",
                                "hand"));
    }

    private static Weights draw(Architecture shape, long seed) {
        return new Initialization.Normal(0.8).draw(shape, new SplittableRandom(seed));
    }

    private Path out(String name) {
        return folder.resolve(name);
    }

    private static ModelFile read(Path file) {
        return ModelFile.read(file.toString(), Optional.empty());
    }

    private Path write(String name, ModelFile model) {
        model.write(out(name), Map.of());
        return out(name);
    }

    @Test
    void alignTakesThePermutationsOutAndKeepsWhatIsKnown() {
        Path file = out("aligned.safetensors");
        Run run = Run.of("zoo", "align", moved.toString(), "--out", file.toString(), "--method", "weight", "--json");
        assertEquals(0, run.status(), run.err());
        assertEquals(2, run.number("reference"));
        assertEquals(5, run.number("networks"));
        assertEquals(0, run.number("l2After"));
        assertTrue(run.number("l2Before") > 1 && run.number("sweeps") >= 1 && run.number("objective") > 1);
        assertTrue(run.json().containsKey("seconds"));
        Weights reference = read(moved).networks().get(2);
        read(file).networks().forEach(network -> assertEquals(reference, network));
        Map<String, String> told = read(file).metadata();
        assertEquals("0,0,1,1,2", told.get("orbifold.zoo.runs"));
        assertEquals("0.5,0.4,0.1,0.2,0.3", told.get("orbifold.zoo.losses"));
        assertEquals("hand", told.get("by"));
        assertEquals("weight", told.get("orbifold.aligned.method"));
        assertEquals("2", told.get("orbifold.aligned.reference"));
    }

    /** A table of fewer rows than the usual batch is trained on all of them at once. */
    @Test
    void fewRowsAreOneBatch() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            rows.append(i * 0.1).append(',').append(i % 5).append(',').append(i % 2 == 0 ? "a\n" : "b\n");
        }
        Path table = Files.writeString(out("few.csv"), rows);
        Path zoo = out("few.safetensors");
        Run run = Run.of(
                "zoo",
                "train",
                "--architecture",
                "2-3-2",
                "--data",
                table.toString(),
                "--count",
                "2",
                "--epochs",
                "2",
                "--batch",
                "2000000000",
                "--out",
                zoo.toString());
        assertEquals(0, run.status(), run.err());
        assertEquals("10", read(zoo).metadata().get("orbifold.zoo.batch"));
    }

    @Test
    void alignTakesAnyReference() {
        Path other = write("other.safetensors", ModelFile.of(folder, draw(SHAPE, 5)));
        Path file = out("aligned.npz");
        Run toOther = Run.of(
                "zoo", "align", moved.toString(), "--out", file.toString(), "--reference", other.toString(), "--json");
        assertEquals(0, toOther.status(), toOther.err());
        assertEquals(other.toString(), toOther.json().get("reference"));
        assertTrue(toOther.number("l2After") < toOther.number("l2Before"));
        Run alone = Run.of(
                "align",
                other.toString(),
                moved + "#3",
                "--out",
                out("alone.safetensors").toString(),
                "--json");
        assertEquals(0, alone.status(), alone.err());
        assertEquals(
                read(out("alone.safetensors")).network(), read(file).networks().get(3));
        Run toFour = Run.of("zoo", "align", moved.toString(), "--out", file.toString(), "--reference", "4", "--json");
        assertEquals(4, toFour.number("reference"));
        assertEquals(read(moved).networks().get(4), read(file).networks().getFirst());
    }

    @Test
    void canonicalAlignTakesTheScalingsOutToo() {
        List<Weights> networks = new ArrayList<>();
        for (Weights network : read(moved).networks()) {
            networks.add(GroupElement.randomScaling(SHAPE, new SplittableRandom(networks.size()))
                    .actOn(network));
        }
        Path scaled = write("scaled.safetensors", ModelFile.zoo(folder, networks));
        Path file = out("aligned.safetensors");
        Run plain = Run.of("zoo", "align", scaled.toString(), "--out", file.toString(), "--json");
        assertEquals(0, plain.number("reference"));
        assertTrue(plain.number("l2After") > 0.1);
        Run run = Run.of("zoo", "align", scaled.toString(), "--out", file.toString(), "--canonical", "--json");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.number("l2After") < 1e-5, run.out());
        assertEquals("weight, canonical", read(file).metadata().get("orbifold.aligned.method"));
    }

    @Test
    void canonicalizeTellsWhatItDid() {
        Path file = out("canonical.safetensors");
        Run keep = Run.of("zoo", "canonicalize", moved.toString(), "--out", file.toString(), "--json");
        assertEquals(0, keep.status(), keep.err());
        assertEquals(5, keep.number("networks"));
        assertTrue(keep.number("maxOutputDifference") < 1e-5);
        assertTrue(keep.number("maxNormError") < 1e-6);
        assertEquals(0, keep.number("deadNeurons"));
        assertTrue(read(file).metadata().containsKey("orbifold.zoo.losses"));
        Run root = Run.of(
                "zoo", "canonicalize", moved.toString(), "--out", file.toString(), "--last-layer", "sqrtC", "--json");
        assertTrue(root.number("maxOutputDifference") > 1e-3);
        Map<String, String> told = read(file).metadata();
        assertEquals("sqrtC", told.get("orbifold.canonical.lastLayer"));
        assertEquals(5, told.get("orbifold.canonical.logNorms").split(",", -1).length);
        assertFalse(told.containsKey("orbifold.zoo.losses"), "the losses of other functions");
        assertEquals("0,0,1,1,2", told.get("orbifold.zoo.runs"));
    }

    @Test
    void faultsAreOneLineAndNothingIsWritten() throws IOException {
        Path single = write("single.safetensors", ModelFile.of(folder, draw(SHAPE, 1)));
        Path wide = write(
                "wide.safetensors", ModelFile.of(folder, draw(Architecture.parse("2-9-6-2", Activation.RELU), 1)));
        Architecture odd = Architecture.parse("2-4-2", Activation.TANH);
        Path tanh = write("tanh.safetensors", ModelFile.zoo(folder, List.of(draw(odd, 1), draw(odd, 2))));
        Path lists = out("lists.safetensors");
        read(moved).write(lists, Map.of("orbifold.zoo.losses", "0.5,0.4"));
        Path mixed = out("mixed.safetensors");
        Files.writeString(mixed, "{\"0.weight\":");
        byte[] bytes = Files.readAllBytes(moved);
        for (int i = 1; i <= 4; i++) {
            bytes[bytes.length - i] = (byte) 0xff;
        }
        Path nan = Files.write(out("nan.safetensors"), bytes);
        List<String[]> faults = List.of(
                new String[] {"is one network", "align", single.toString()},
                new String[] {"architectures differ", "align", moved.toString(), "--reference", wide.toString()},
                new String[] {"5 networks, counted from 0", "align", moved.toString(), "--reference", "5"},
                new String[] {"counted from 0", "align", moved.toString(), "--reference", "99999999999"},
                new String[] {"name one", "align", moved.toString(), "--reference", tanh.toString()},
                new String[] {"no such file", "align", moved.toString(), "--reference", "nowhere.npz"},
                new String[] {"--method sinkhorn", "align", moved.toString(), "--method", "sinkhorn"},
                new String[] {"no scaling symmetry", "align", tanh.toString(), "--canonical"},
                new String[] {"2 orbifold.zoo.losses", "align", lists.toString()},
                new String[] {"holds NaN", "align", nan.toString()},
                new String[] {"mixed.safetensors", "align", mixed.toString()},
                new String[] {"no canonical form", "canonicalize", tanh.toString()},
                new String[] {"there are keep, unit, sqrtC", "canonicalize", moved.toString(), "--last-layer", "half"});
        Path never = out("never.safetensors");
        for (String[] fault : faults) {
            List<String> args = new ArrayList<>(List.of(fault));
            args.set(0, "zoo");
            args.addAll(List.of("--out", never.toString()));
            Run run = Run.of(args.toArray(String[]::new));
            assertEquals(2, run.status(), args + run.err());
            assertTrue(run.lastError().startsWith("orbifold: "), run.err());
            assertTrue(run.lastError().contains(fault[0]), run.err());
            assertFalse(run.err().contains("\tat "), run.err());
            assertFalse(Files.exists(never));
        }
        assertTrue(Run.of("zoo").lastError().contains("train, align, canonicalize"));
    }

    @Test
    void trainingTellsLossesThatEvaluateFindsAgain() {
        Path zoo = out("zoo.safetensors");
        Run train = Run.of(
                "zoo",
                "train",
                "--architecture",
                "2-6-2",
                "--data",
                "moons",
                "--count",
                "3",
                "--epochs",
                "3",
                "--burn-in",
                "2",
                "--every",
                "20",
                "--out",
                zoo.toString(),
                "--json");
        assertEquals(0, train.status(), train.err());
        Map<String, String> told = read(zoo).metadata();
        for (String split : List.of("train", "test")) {
            String[] losses = told.get(split.equals("train") ? "orbifold.zoo.losses" : "orbifold.zoo.testLosses")
                    .split(",", -1);
            assertEquals(6, losses.length);
            Run evaluate = Run.of("evaluate", zoo + "#5", "--data", "moons", "--split", split, "--json");
            assertEquals(evaluate.number("loss"), Double.parseDouble(losses[5]), 1e-6);
            assertNotEquals(losses[0], losses[1]);
        }
        assertEquals("2", told.get("orbifold.zoo.burnIn"));
        assertEquals("20", told.get("orbifold.zoo.every"));
    }
}
