package org.orbifold.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSets;
import org.orbifold.io.ModelFile;
import org.orbifold.io.Npz;
import org.orbifold.io.StoredTensor;
import org.orbifold.io.TensorFile;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.tensor.Backend;

/** The commands, as scripts rely on them: what they compute, and the fields that tell it. */
class CommandsTest {
    @TempDir
    private Path folder;

    private Path a;
    private Path b;
    private Path tanh;

    @BeforeEach
    void writeNetworks() {
        a = RandomNetwork.write(out("a.safetensors"), "2-8-8-2", Activation.RELU, 1);
        b = RandomNetwork.write(out("b.safetensors"), "2-8-8-2", Activation.RELU, 2);
        tanh = RandomNetwork.write(out("tanh.safetensors"), "2-5-2", Activation.TANH, 3);
    }

    private static Weights read(Path file) {
        return ModelFile.read(file.toString(), Optional.empty()).network();
    }

    private Path out(String name) {
        return folder.resolve(name);
    }

    @Test
    void inspectTellsArchitectureAndSymmetries() {
        Run run = Run.of("inspect", a.toString(), "--json");
        assertEquals(0, run.status());
        assertEquals("2-8-8-2", run.json().get("architecture"));
        assertEquals("relu", run.json().get("activation"));
        assertEquals(114, run.number("parameters"));
        assertEquals(2 * Math.log10(40320), run.number("log10Permutations"), 1e-9);
        assertEquals(16, run.number("scalingDimensions"));
        assertEquals(3, ((List<?>) run.json().get("layers")).size());
    }

    /** Against the definition, in double, from the numbers in the file. */
    @Test
    void evaluateAgreesWithTheDefinition() {
        Run run = Run.of("evaluate", a.toString(), "--data", "moons", "--json");
        Examples moons = DataSets.load(DataRequest.of("moons")).examples();
        Weights weights = read(a);
        double loss = 0;
        int right = 0;
        for (int r = 0; r < moons.rows(); r++) {
            double[] x = {moons.features()[2 * r], moons.features()[2 * r + 1]};
            for (int l = 0; l < 3; l++) {
                double[] y = new double[weights.architecture().out(l)];
                for (int o = 0; o < y.length; o++) {
                    y[o] = weights.bias(l, o);
                    for (int i = 0; i < x.length; i++) {
                        y[o] += weights.weight(l, o, i) * x[i];
                    }
                    y[o] = l < 2 ? Math.max(0, y[o]) : y[o];
                }
                x = y;
            }
            int label = moons.labels()[r];
            loss += Math.log(Math.exp(x[0]) + Math.exp(x[1])) - x[label];
            right += x[label] > x[1 - label] ? 1 : 0;
        }
        assertEquals(loss / moons.rows(), run.number("loss"), 1e-6);
        assertEquals((double) right / moons.rows(), run.number("accuracy"), 1e-12);
        assertEquals(1000, run.number("rows"));
    }

    @Test
    void transformAppliesSymmetriesInOrder() {
        Path moved = out("moved.safetensors");
        Run run = Run.of(
                "transform",
                a.toString(),
                "--out",
                moved.toString(),
                "--swap",
                "0:1,5",
                "--scale",
                "0:1,4",
                "--swap",
                "0:1,2",
                "--json");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.number("maxOutputDifference") < 1e-5);
        assertEquals(4 * read(a).weight(0, 5, 0), read(moved).weight(0, 2, 0));
        Run flip = Run.of("transform", tanh.toString(), "--out", moved.toString(), "--flip", "0:3", "--json");
        assertEquals(0, flip.status(), flip.err());
        assertEquals(-read(tanh).weight(0, 3, 1), read(moved).weight(0, 3, 1));
    }

    @Test
    void canonicalizeKeepsTheFunction() {
        Path file = out("c.safetensors");
        Run run = Run.of("canonicalize", a.toString(), "--out", file.toString(), "--json");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.number("maxOutputDifference") < 1e-5);
        assertTrue(run.number("maxNormError") < 1e-6);
        assertEquals(0, run.number("deadNeurons"));
    }

    @Test
    void alignRecoversWhatTransformDid() {
        Path moved = out("moved.npz");
        Run.of("transform", a.toString(), "--out", moved.toString(), "--permute-seed", "7");
        Path back = out("back.safetensors");
        Run plain = Run.of(
                "align", a.toString(), moved.toString(), "--out", back.toString(), "--method", "weight", "--json");
        assertEquals(0, plain.status(), plain.err());
        assertEquals(read(a), read(back));
        assertEquals(0, plain.number("l2After"));
        assertEquals(2, ((List<?>) plain.json().get("permutations")).size());
        Run.of("transform", a.toString(), "--out", moved.toString(), "--permute-seed", "7", "--scale-seed", "8");
        Run canonical =
                Run.of("align", a.toString(), moved.toString(), "--out", back.toString(), "--canonical", "--json");
        assertEquals(0, canonical.status(), canonical.err());
        assertTrue(canonical.number("l2After") < 1e-5);
        assertTrue(canonical.number("l2Before") > 1);
    }

    @Test
    void barrierHasItsEndsAndItsMidpoint() {
        Run run = Run.of("barrier", a.toString(), b.toString(), "--data", "moons", "--points", "5", "--json");
        assertEquals(0, run.status(), run.err());
        assertEquals(List.of(0.0, 0.25, 0.5, 0.75, 1.0), run.numbers("t"));
        List<Double> loss = run.numbers("loss");
        assertEquals(
                Run.of("evaluate", b.toString(), "--data", "moons", "--json").number("loss"), loss.get(4), 1e-9);
        assertEquals(loss.get(2), run.number("midpointLoss"));
        assertEquals(5, run.numbers("accuracy").size());
    }

    private static Run train(Path zoo) {
        return Run.of(
                "zoo",
                "train",
                "--architecture",
                "2-6-2",
                "--data",
                "moons",
                "--seed",
                "5",
                "--count",
                "3",
                "--epochs",
                "4",
                "--burn-in",
                "2",
                "--every",
                "25",
                "--lr",
                "0.01",
                "--out",
                zoo.toString(),
                "--json");
    }

    @Test
    void zoosAreTrainedRememberedAndCompared() throws IOException {
        Path zoo = out("zoo.safetensors");
        Run train = train(zoo);
        assertEquals(0, train.status(), train.err());
        assertEquals(3, train.number("networks"));
        assertEquals(6, train.number("snapshots"));
        Run test = Run.of("evaluate", zoo.toString(), "--data", "moons", "--split", "test", "--json");
        assertEquals(0, test.status(), test.err());
        assertEquals(200, test.number("rows"));
        for (String field :
                List.of("lossMean", "lossStd", "accuracyMean", "averageAccuracy", "averageLoss", "diversity", "ece")) {
            assertEquals(train.number(field), test.number(field), 1e-9, field);
        }
        Run one = Run.of("evaluate", zoo + "#5", "--data", "moons", "--json");
        assertTrue(one.json().containsKey("loss"), one.err());
        Path csv = out("pairs.csv");
        Run pairs =
                Run.of("pairs", zoo.toString(), "--data", "moons", "--count", "4", "--out", csv.toString(), "--json");
        assertEquals(0, pairs.status(), pairs.err());
        assertEquals(5, Files.readAllLines(csv).size());
        double sum = 0;
        for (String split : List.of("train", "test")) {
            Run part = Run.of("pairs", zoo.toString(), "--data", "moons", "--count", "4", "--split", split, "--json");
            assertEquals(0, part.status(), part.err());
            sum += part.number("midpointLossMean") * (split.equals("train") ? 0.8 : 0.2);
        }
        assertEquals(pairs.number("midpointLossMean"), sum, 1e-9, "the split's parts make the whole");
        Path again = out("again.safetensors");
        assertEquals(0, train(again).status());
        assertEquals(-1, Files.mismatch(zoo, again), "the same seed gives the same file");
    }

    @Test
    void graphWritesTheWeightGraphAndTellsItsSymmetries() throws IOException {
        for (String name : List.of("g.graphml", "g.dot")) {
            Run run = Run.of("graph", a.toString(), "--out", out(name).toString(), "--json");
            assertEquals(0, run.status(), run.err());
            assertEquals(20, run.number("nodes"));
            assertEquals(2 * 8 + 8 * 8 + 8 * 2, run.number("edges"));
            assertEquals(2 * Math.log10(40320), run.number("log10Automorphisms"), 1e-9);
            assertEquals("S8 \u00d7 S8", run.json().get("automorphisms"));
            assertEquals(List.of(), run.json().get("equalNeurons"));
            String weight = Float.toString(read(a).weight(1, 7, 3));
            assertTrue(Files.readString(out(name)).contains(weight), weight);
        }
        Weights zero = Weights.wrap(Architecture.parse("1-3-1", Activation.RELU), new float[10]);
        ModelFile.of(tanh, zero).write(tanh, Map.of());
        Run equal = Run.of("graph", tanh.toString(), "--out", out("g.dot").toString(), "--json");
        assertEquals(List.of(List.of("h0_0", "h0_1", "h0_2")), equal.json().get("equalNeurons"));
    }

    @Test
    void picturesAreDrawn() {
        Path picture = out("p.png");
        for (String view : List.of("network", "function", "graph")) {
            Run run = Run.of("render", view, a.toString(), "--out", picture.toString(), "--size", "300x200");
            assertEquals(0, run.status(), run.err());
        }
        Run path = Run.of(
                "render",
                "path",
                a.toString(),
                b.toString(),
                "--out",
                out("p.svg").toString(),
                "--theme",
                "dark");
        assertEquals(0, path.status(), path.err());
        assertTrue(Files.exists(picture) && Files.exists(out("p.svg")));
    }

    @Test
    void spheresAreDrawnForALayerInAnOrder() throws IOException {
        Path picture = out("s.svg");
        Run run = Run.of(
                "render",
                "spheres",
                a.toString(),
                b.toString(),
                "--layer",
                "1",
                "--sort",
                "neuron",
                "--t",
                "0.25",
                "--out",
                picture.toString(),
                "--json");
        assertEquals(0, run.status(), run.err());
        String caption = run.json().get("caption").toString();
        assertTrue(
                caption.contains("hidden layer 1, in the order of neurons") && caption.contains("t = 0.25"), caption);
        String text = Files.readString(picture);
        assertTrue(text.contains("--layer 1 --sort neuron --t 0.25"));
        assertTrue(text.indexOf(">neuron 0<") > 0 && text.indexOf(">neuron 0<") < text.indexOf(">neuron 7<"));
    }

    @Test
    void aGeodesicHasTheSameEndsAsTheLine() {
        Map<String, Object> line = Run.of("barrier", a.toString(), b.toString(), "--data", "moons", "--json")
                .json();
        Map<String, Object> geodesic = Run.of(
                        "barrier", a.toString(), b.toString(), "--data", "moons", "--path", "geodesic", "--json")
                .json();
        List<?> losses = (List<?>) geodesic.get("loss");
        assertEquals(25, losses.size());
        assertEquals((double) ((List<?>) line.get("loss")).getFirst(), (double) losses.getFirst(), 1e-6);
        assertEquals((double) ((List<?>) line.get("loss")).getLast(), (double) losses.getLast(), 1e-6);
        assertNotEquals((double) line.get("midpointLoss"), (double) geodesic.get("midpointLoss"), 1e-3);
    }

    @Test
    void aGuessedActivationIsSaid() {
        Path plain = out("plain.npz");
        Weights weights = read(a);
        LinkedHashMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("fc1.weight", StoredTensor.of(List.of(8L, 2L), weights.layerWeights(0)));
        tensors.put("fc2.weight", StoredTensor.of(List.of(2L, 8L), weights.layerWeights(2)));
        Npz.write(plain, new TensorFile(tensors, Map.of()));
        Run run = Run.of("inspect", plain.toString(), "--json");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.err().contains("relu"));
        assertEquals(
                "",
                Run.of("inspect", plain.toString(), "--json", "--activation", "gelu")
                        .err());
    }

    @Test
    void whatComputesIsToldWhereAnythingComputes() {
        Run auto = Run.of("evaluate", a.toString(), "--data", "moons", "--json");
        if (!Backend.isCudaBuild()) {
            assertEquals("cpu", auto.json().get("backend"));
            assertTrue(auto.json().get("backendReason").toString().endsWith(": running on CPU"), auto.out());
        }
        Run cpu = Run.of("evaluate", a.toString(), "--data", "moons", "--json", "--backend", "cpu");
        assertEquals("cpu", cpu.json().get("backend"));
        assertEquals("the CPU was asked for", cpu.json().get("backendReason"));
        assertEquals("", cpu.err());
        for (String option : List.of("auto", "cpu")) {
            Run inspect = Run.of("inspect", a.toString(), "--json", "--backend", option);
            assertFalse(inspect.json().containsKey("backend"), inspect.out());
        }
    }

    @Test
    void helpIsThereForEveryCommand() {
        for (String command : List.of(
                "inspect",
                "evaluate",
                "transform",
                "canonicalize",
                "align",
                "barrier",
                "pairs",
                "slice",
                "graph",
                "samples",
                "bench")) {
            Run run = Run.of(command, "--help");
            assertEquals(0, run.status());
            assertTrue(run.out().contains("--json"), command);
        }
        assertTrue(Run.of("zoo", "train", "--help").out().contains("--architecture"));
        assertTrue(Run.of("render", "--help").out().contains("spheres"));
        assertTrue(Run.of("render", "slice", "--help").out().contains("--json"));
    }
}
