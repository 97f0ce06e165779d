package org.orbifold.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.net.Activation;

/** The commands on flows, as scripts rely on them. */
class FlowCommandsTest {
    @TempDir
    private static Path folder;

    private static Path zoo;
    private static Path flow;

    @BeforeAll
    static void train() {
        zoo = folder.resolve("zoo.safetensors");
        flow = folder.resolve("a.flow");
        Run trained = Run.of(
                "zoo",
                "train",
                "--architecture",
                "2-4-2",
                "--data",
                "moons",
                "--count",
                "4",
                "--epochs",
                "4",
                "--std",
                "0.5",
                "--burn-in",
                "2",
                "--every",
                "6",
                "--out",
                zoo.toString(),
                "--json");
        assertEquals(0, trained.status(), trained.err());
        Run run = flow("train", zoo, "--geometry", "geometric", "--source", "uniform", "--steps", "12", "--out", flow);
        assertEquals(12, run.number("steps"));
        assertTrue(run.number("parameters") > 1000 && run.number("secondsPerStep") > 0 && run.number("loss") > 0);
    }

    private static Run flow(String command, Object... arguments) {
        Run run = refused(command, arguments);
        assertEquals(0, run.status(), run.err());
        return run;
    }

    private static Run refused(String command, Object... arguments) {
        String[] small = {"--layers", "1", "--width", "8", "--batch", "4", "--ask-loss"};
        return Run.of(Stream.of(
                        Stream.of("flow", command),
                        Arrays.stream(arguments).map(Object::toString),
                        Arrays.stream(command.equals("train") ? small : new String[0]),
                        Stream.of("--json"))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    @Test
    void trainingGoesOnFromItsFile() throws IOException {
        Path file = Files.copy(flow, folder.resolve("b.flow"));
        Run run = flow("train", zoo, "--steps", "20", "--resume", "--out", file);
        assertEquals(20, run.number("steps"));
        assertEquals(
                20,
                flow("train", zoo, "--steps", "20", "--resume", "--out", file).number("steps"));
    }

    @Test
    void samplesAreAZooThatRemembersItsData() {
        Path samples = folder.resolve("samples.safetensors");
        Run run = flow(
                "sample", flow, "--count", 5, "--steps", 4, "--solver", "heun", "--ask-loss", 0.3, "--out", samples);
        assertEquals(7, run.number("functionEvaluations"));
        assertTrue(run.json().containsKey("seconds"));
        Run evaluated = Run.of("evaluate", samples.toString(), "--data", "moons", "--split", "test", "--json");
        assertEquals(5, evaluated.number("networks"));
        Run wide = flow("sample", flow, "--count", 2, "--steps", 3, "--architecture", "2-9-2", "--out", samples);
        assertEquals("2-9-2", wide.json().get("architecture"));
    }

    /** Convolutional networks, with norms and sums, in every geometry: trained, sampled, of other widths too, and audited. */
    @Test
    void convolutionalNetworksFlowToo() {
        Path networks = folder.resolve("convolutional.safetensors");
        Path file = folder.resolve("convolutional.flow");
        Path samples = folder.resolve("convolutional-samples.safetensors");
        String shape = "1x8x8-c2k3s2n-bn-relu-r2-mp2-flat-10";
        List<String> train = new ArrayList<>(List.of("zoo", "train", "--architecture", shape, "--data", "glyphs:8"));
        train.addAll(List.of("--rows", "0:200", "--count", "3", "--epochs", "3", "--burn-in", "1", "--every", "5"));
        train.addAll(List.of("--out", networks.toString(), "--json"));
        Run trained = Run.of(train.toArray(String[]::new));
        assertEquals(0, trained.status(), trained.err());
        for (String geometry : List.of("euclidean", "normalized", "geometric")) {
            flow("train", networks, "--geometry", geometry, "--align", "--steps", "3", "--out", file);
            Run sampled = flow("sample", file, "--count", 3, "--steps", 2, "--out", samples);
            assertEquals(3, sampled.number("networks"));
            Run evaluated = Run.of("evaluate", samples.toString(), "--data", "glyphs:8", "--rows", "0:100", "--json");
            assertTrue(evaluated.number("lossMean") > 0, evaluated.err());
        }
        String wide = "1x8x8-c3k3s2n-bn-relu-r3-mp2-flat-10";
        flow(
                "sample",
                file,
                "--count",
                2,
                "--steps",
                2,
                "--architecture",
                wide,
                "--out",
                folder.resolve("wide.safetensors"));
        Run audited = flow(
                "audit",
                file,
                networks,
                "--data",
                "glyphs:8",
                "--rows",
                "0:200",
                "--samples",
                samples,
                "--pca-steps",
                2);
        assertEquals(3, audited.number("networks"));
        Run other = refused("sample", file, "--architecture", shape.replace("k3", "k5"), "--out", samples);
        assertTrue(other.err().contains("makes networks that differ in hidden widths only"), other.err());
        Run task = refused("train", networks, "--ask-task", "--steps", "2", "--out", file);
        assertTrue(task.err().contains("--ask-task: only the inputs of a multilayer perceptron"), task.err());
        Run seen = refused("train", networks, "--seen-inputs", "4", "--steps", "2", "--out", file);
        assertTrue(seen.err().contains("only the weights of a multilayer perceptron"), seen.err());
    }

    /** Guided by its training rows, a flow that knows next to nothing makes better networks. */
    @Test
    void guidanceLowersTheLoss() {
        Path plain = folder.resolve("plain.safetensors");
        Path guided = folder.resolve("guided.safetensors");
        flow("sample", flow, "--count", 20, "--steps", 16, "--out", plain);
        flow("sample", flow, "--count", 20, "--steps", 16, "--guide", 20, "--data", "moons", "--out", guided);
        double before = Run.of("evaluate", plain.toString(), "--data", "moons", "--json")
                .number("lossMean");
        double after = Run.of("evaluate", guided.toString(), "--data", "moons", "--json")
                .number("lossMean");
        assertTrue(after < 0.9 * before, before + " to " + after);
    }

    @Test
    void likelihoodIsANumberOfOneNetworkAndAListOfSeveral() {
        double one = flow("likelihood", flow, zoo + "#0", "--trace", "exact", "--steps", 8)
                .number("logDensity");
        Object several = flow("likelihood", flow, zoo, "--steps", 2).json().get("logDensity");
        assertTrue(Double.isFinite(one));
        assertTrue(several instanceof List<?> list && list.size() > 4, String.valueOf(several));
    }

    @Test
    void auditPutsEveryModelBesideTheSamples() {
        Run run = flow("audit", flow, zoo, "--data", "moons", "--count", 6, "--steps", 4, "--pca-steps", 20);
        assertTrue(run.number("nearestTrainingDistance") > 0 && run.number("dispersionRatio") > 0);
        for (String name :
                List.of("samples", "training", "meanNetwork", "diagonalGaussian", "pcaGaussian", "pcaFlow")) {
            assertTrue(
                    run.json().get(name) instanceof Map<?, ?> row
                            && row.containsKey("accuracy")
                            && row.containsKey("loss"),
                    name);
        }
    }

    @Test
    void aFlowIsToldFromANetwork() {
        Run run = Run.of("inspect", flow.toString());
        assertEquals(2, run.status());
        assertTrue(run.err().contains("a.flow: is a flow"), run.err());
    }

    @Test
    void whatCannotBeDoneIsSaidInOneLine() throws IOException {
        Path normalized = folder.resolve("normalized.flow");
        flow("train", zoo, "--geometry", "normalized", "--steps", "2", "--out", normalized);
        Path plain = folder.resolve("canonical.flow");
        flow("train", zoo, "--geometry", "geometric", "--steps", "2", "--out", plain);
        Path cut = Files.write(folder.resolve("cut.flow"), Arrays.copyOf(Files.readAllBytes(flow), 4000));
        Path older = folder.resolve("older.flow");
        String written = Files.readString(flow, StandardCharsets.ISO_8859_1);
        Files.writeString(
                older, written.replaceFirst("(orbifold\\.flow\\.version\":\")\\d", "$10"), StandardCharsets.ISO_8859_1);
        Path ahead = folder.resolve("ahead.flow");
        Files.writeString(
                ahead, written.replaceFirst("(orbifold\\.flow\\.step\":\")\\d", "$19"), StandardCharsets.ISO_8859_1);
        Path other = RandomNetwork.write(folder.resolve("other.safetensors"), "2-7-2", Activation.RELU, 1);
        Path never = folder.resolve("never.safetensors");
        Object[][] faults = {
            {"sample", "ahead.flow", ahead, "--out", never},
            {"sample", "--count 2000000000", flow, "--count", "2000000000", "--out", never},
            {"sample", "--noise 1.0E38", flow, "--noise", "1e38", "--out", never},
            {"sample", "is read by this command", flow, "--out", flow},
            {"train", "steps already", zoo, "--steps", "1", "--resume", "--out", flow},
            {"audit", "its networks are", flow, zoo, "--samples", other, "--data", "moons"},
            {"sample", "older.flow: is a flow of format 0", older, "--out", never},
            {"likelihood", "no likelihood", normalized, zoo + "#0"},
            {"likelihood", "--source uniform", plain, zoo + "#0"},
            {"sample", "cut.flow", cut, "--out", never},
            {"sample", "is not a flow", zoo, "--out", never},
            {"sample", "hidden widths", flow, "--architecture", "3-4-2", "--out", never},
            {"sample", "--solver", flow, "--solver", "magic", "--out", never},
            {"sample", "--guide", flow, "--guide", "3", "--out", never},
            {"train", "--geometry", zoo, "--geometry", "flat", "--steps", "3", "--out", never},
            {"train", "two networks", zoo + "#0", "--steps", "3", "--out", never},
        };
        for (Object[] fault : faults) {
            Run run = refused(fault[0].toString(), Arrays.copyOfRange(fault, 2, fault.length));
            String last = run.err().strip().lines().reduce((a, b) -> b).orElseThrow();
            assertEquals(2, run.status(), fault[1] + ": " + run.err());
            assertTrue(last.startsWith("orbifold:") && last.contains(fault[1].toString()), last);
            assertFalse(Files.exists(never));
        }
    }
}
