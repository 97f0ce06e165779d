package org.orbifold.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.orbifold.net.Weights;

/** A flow as a picture. */
class RenderFlowTest {
    @TempDir
    private Path folder;

    private Path zoo(String name, long seed) {
        List<Weights> networks = IntStream.range(0, 4)
                .mapToObj(k -> new Initialization.Normal(0.7)
                        .draw(Architecture.parse("2-2-2", Activation.RELU), new SplittableRandom(seed + k)))
                .toList();
        Path file = folder.resolve(name);
        ModelFile.zoo(file, networks).write(file, Map.of());
        return file;
    }

    @Test
    void aFlowIsDrawnOverTheZooThatItLearnedFromAndNoOther() throws IOException {
        String zoo = zoo("zoo.safetensors", 1).toString();
        String other = zoo("other.safetensors", 9).toString();
        String flow = folder.resolve("a.flow").toString();
        Path picture = folder.resolve("p.svg");
        Run trained = Run.of("flow", "train", zoo, "--steps", "2", "--layers", "1", "--width", "8", "--out", flow);
        assertEquals(0, trained.status(), trained.err());
        for (String[] wrong : new String[][] {{"--zoo", other}, {"--tau", "1.5"}, {"--show", "winds"}}) {
            Run refused = Run.of("render", "flow", flow, wrong[0], wrong[1], "--out", picture.toString());
            assertEquals(2, refused.status());
            assertTrue(refused.err().contains(wrong[1]), refused.err());
            assertFalse(Files.exists(picture));
        }
        Run drawn = Run.of(
                "render",
                "flow",
                flow,
                "--zoo",
                zoo,
                "--tau",
                "0.5",
                "--show",
                "velocities",
                "--out",
                picture.toString(),
                "--json");
        assertEquals(0, drawn.status(), drawn.err());
        assertTrue(drawn.json().get("caption").toString().contains("at flow time 0.50"), drawn.out());
        assertTrue(Files.readString(picture).contains("4 training networks"));
        assertTrue(Files.readString(picture).contains("velocity of a particle"));
        Path curve = folder.resolve("p.csv");
        assertEquals(
                0, Run.of("render", "flow", flow, "--out", curve.toString()).status());
        assertTrue(Files.readString(curve).contains("\nstep,loss,heldOut,gradientNorm,seconds\n1,"));
    }

    @Test
    void theFlowWorkspaceTakesOneFlow() {
        for (String[] wrong : new String[][] {
            {"--workspace", "kitchen"}, {"--workspace", "flow", "--tau", "-1"}, {"--workspace", "flow", "a", "b"}
        }) {
            Run refused = Run.of(Stream.concat(
                            Stream.of(
                                    "render",
                                    "workbench",
                                    "--out",
                                    folder.resolve("w.png").toString()),
                            Stream.of(wrong))
                    .toArray(String[]::new));
            assertEquals(2, refused.status(), refused.err());
        }
    }
}
