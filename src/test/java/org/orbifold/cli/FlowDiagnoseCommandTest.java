package org.orbifold.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.io.ModelFile;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;

class FlowDiagnoseCommandTest {
    @TempDir
    private Path folder;

    private String zoo(String name, long seed) {
        Path file = folder.resolve(name);
        ModelFile.zoo(
                        file,
                        IntStream.range(0, 4)
                                .mapToObj(k -> new Initialization.Normal(0.7)
                                        .draw(
                                                Architecture.parse("2-3-2", Activation.RELU),
                                                new SplittableRandom(seed + k)))
                                .toList())
                .write(file, Map.of());
        return file.toString();
    }

    private static Run diagnose(String flow, String zoo, String... options) {
        return Run.of(Stream.concat(Stream.of("flow", "diagnose", flow, zoo, "--json"), Arrays.stream(options))
                .toArray(String[]::new));
    }

    @Test
    void whereAFlowGoesWrongIsTold() {
        String zoo = zoo("zoo.safetensors", 1);
        String flow = folder.resolve("a.flow").toString();
        Run trained = Run.of("flow", "train", zoo, "--steps", "2", "--layers", "1", "--width", "8", "--out", flow);
        assertEquals(0, trained.status(), trained.err());
        Run run = diagnose(flow, zoo, "--times", "3", "--pairs", "8", "--count", "4", "--steps", "16");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.number("drift") < 1e-5, "geodesics stay on the spheres");
        List<?> residual = (List<?>) run.json().get("residual");
        assertEquals(3, residual.size());
        assertEquals(0.5, ((Map<?, ?>) residual.get(1)).get("tau"));
        assertEquals(2, ((List<?>) run.json().get("steps")).size());
        for (String[] wrong :
                new String[][] {{"--steps", "12"}, {"--steps", "8"}, {"--count", "1"}, {"--pairs", "0"}}) {
            assertEquals(2, diagnose(flow, zoo, wrong).status());
        }
        Run other = diagnose(flow, zoo("other.safetensors", 9));
        assertEquals(2, other.status());
        assertTrue(other.err().contains("not the zoo"), other.err());
    }
}
