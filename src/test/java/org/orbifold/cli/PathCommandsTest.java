package org.orbifold.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.io.ModelFile;
import org.orbifold.net.Activation;
import org.orbifold.net.Weights;

/** Trained curves, slices and pairs, as scripts rely on them. */
class PathCommandsTest {
    @TempDir
    private Path folder;

    private String a;
    private String b;
    private String c;

    @BeforeEach
    void writeNetworks() {
        a = random("a.safetensors", "2-8-8-2", 1);
        b = random("b.safetensors", "2-8-8-2", 2);
        c = random("c.safetensors", "2-8-8-2", 3);
    }

    private String random(String name, String shape, long seed) {
        return RandomNetwork.write(folder.resolve(name), shape, Activation.RELU, seed)
                .toString();
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    private static Weights read(String location) {
        return ModelFile.read(location, Optional.empty()).network();
    }

    private static Run ok(String... args) {
        Run run = Run.of(args);
        assertEquals(0, run.status(), run.err());
        return run;
    }

    private static Run curve(String a, String b, String... more) {
        Stream<String> common =
                Stream.of("barrier", a, b, "--data", "moons", "--steps", "150", "--points", "7", "--json");
        return ok(Stream.concat(common, Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void aCurveIsTrainedOnSomeRowsAndEvaluatedOnOthers() {
        String bend = out("bend.safetensors");
        Run run = curve(a, b, "--path", "bezier", "--out", bend, "--ensemble", "3");
        assertEquals(200, run.number("rows"));
        assertEquals(800, run.number("trainRows"));
        assertEquals(7, run.numbers("loss").size());
        assertEquals(7, run.numbers("trainLoss").size());
        assertEquals(run.numbers("loss").get(3), run.number("midpointLoss"));
        assertEquals(read(a).distance(read(b)), run.number("distance"), 1e-9);
        assertTrue(run.number("length") > run.number("distance"));
        assertTrue(run.number("energy") >= run.number("length") * run.number("length"));
        assertEquals(150, run.number("steps"));
        assertEquals(3, run.number("ensemble"));
        assertTrue(run.number("ensembleLoss") > 0 && run.number("meanNetworkLoss") > 0);
        Run straight = ok("barrier", a, b, "--data", "moons", "--points", "7", "--test-fraction", "0.2", "--json");
        assertEquals(straight.numbers("loss").getFirst(), run.numbers("loss").getFirst(), 1e-9);
        assertEquals(
                straight.numbers("trainLoss").getLast(),
                run.numbers("trainLoss").getLast(),
                1e-9);
        assertTrue(run.number("midpointLoss") < straight.number("midpointLoss"));
        assertFalse(straight.json().containsKey("length"));

        double midpoint = ok("evaluate", middle(bend), "--data", "moons", "--split", "train", "--json")
                .number("loss");
        assertEquals(midpoint, run.numbers("trainLoss").get(3), 1e-5);
    }

    /** The network at t = 1/2 of the Bezier curve, in a file that remembers the data as that of the bend does. */
    private String middle(String bend) {
        ModelFile file = ModelFile.read(bend, Optional.empty());
        assertEquals("bezier", file.metadata().get("orbifold.curve.path"));
        Weights ends = read(a).lerp(read(b), 0.5);
        Path middle = folder.resolve("middle.safetensors");
        file.with(ends.lerp(file.network(), 0.5)).write(middle, Map.of());
        return middle.toString();
    }

    @Test
    void aChainHasAsManyBendsAsAskedFor() {
        String bends = out("bends.safetensors");
        Run run = curve(a, b, "--path", "chain", "--bends", "2", "--out", bends, "--test-fraction", "0.5");
        assertEquals(500, run.number("trainRows"));
        assertEquals(2, ModelFile.read(bends, Optional.empty()).networks().size());
        assertEquals(
                run.numbers("loss"),
                curve(a, b, "--path", "chain", "--bends", "2", "--test-fraction", "0.5")
                        .numbers("loss"));
        assertNotEquals(
                run.numbers("loss"),
                curve(a, b, "--path", "chain", "--bends", "2", "--test-fraction", "0.5", "--seed", "1")
                        .numbers("loss"));
        Run ranges = curve(a, b, "--path", "chain", "--train-rows", "0:300", "--test-rows", "300:400");
        assertEquals(100, ranges.number("rows"));
        assertEquals(300, ranges.number("trainRows"));
    }

    private static List<Double> row(Run run, String matrix, int r) {
        return ((List<?>) ((List<?>) run.json().get(matrix)).get(r))
                .stream().map(x -> ((Number) x).doubleValue()).toList();
    }

    private static Map<?, ?> anchor(Run run, int k) {
        return (Map<?, ?>) ((List<?>) run.json().get("anchors")).get(k);
    }

    @Test
    void aSliceThroughThreeNetworksShowsTheirTrueLosses() throws IOException {
        String csv = out("slice.csv");
        String other = random("other.safetensors", "2-8-8-2", 9);
        Run run = ok(
                "slice", a, b, c, "--data", "moons", "--resolution", "6", "--project", other, "--out", csv, "--json");
        assertEquals(6, run.numbers("x").size());
        assertEquals(6, run.numbers("y").size());
        assertEquals(6, ((List<?>) run.json().get("loss")).size());
        assertEquals(6, row(run, "loss", 5).size());
        assertEquals(6, row(run, "accuracy", 5).size());
        for (int k = 0; k < 4; k++) {
            String model = List.of(a, b, c, other).get(k);
            Map<?, ?> anchor = anchor(run, k);
            assertEquals(model, anchor.get("model"));
            double loss = ok("evaluate", model, "--data", "moons", "--json").number("loss");
            assertEquals(loss, (double) anchor.get("loss"), 1e-9);
            assertEquals(k < 3, Math.abs((double) anchor.get("sliceLoss") - loss) < 1e-5);
            assertEquals(k < 3, (double) anchor.get("distance") < 1e-5);
        }
        assertEquals(read(a).distance(read(b)), (double) anchor(run, 1).get("x"), 1e-6);
        List<String> lines = Files.readAllLines(Path.of(csv));
        assertEquals("x,y,loss,accuracy", lines.getFirst());
        assertEquals(37, lines.size());
        assertEquals(
                run.numbers("x").get(3) + "," + run.numbers("y").get(2) + ","
                        + row(run, "loss", 2).get(3) + ","
                        + row(run, "accuracy", 2).get(3),
                lines.get(1 + 2 * 6 + 3));
    }

    @Test
    void aSliceAroundOneNetworkGoesByTheSeedOfItsDirections() {
        Run run = ok("slice", a, "--data", "moons", "--resolution", "5", "--radius", "0.5", "--json");
        assertEquals(
                List.of(-0.4, -0.2, 0.0, 0.2, 0.4),
                run.numbers("x").stream()
                        .map(x -> Math.round(1e9 * x) / 1e9 + 0.0)
                        .toList());
        double loss = ok("evaluate", a, "--data", "moons", "--json").number("loss");
        assertEquals(loss, row(run, "loss", 2).get(2), 1e-6);
        assertEquals(loss, (double) anchor(run, 0).get("sliceLoss"), 1e-6);
        Run other = ok(
                "slice", a, "--data", "moons", "--resolution", "5", "--radius", "0.5", "--directions", "1", "--json");
        assertEquals(loss, row(other, "loss", 2).get(2), 1e-6);
        assertNotEquals(row(run, "loss", 0).get(0), row(other, "loss", 0).get(0), 1e-6);
    }

    @Test
    void curvesSlicesAndPairsAreDrawn() throws IOException {
        String svg = out("p.svg");
        ok("render", "slice", a, b, c, "--curve", "bezier", "--data", "moons", "--resolution", "9", "--out", svg);
        assertTrue(Files.readString(Path.of(svg)).contains(">curve from A to B<"));
        assertTrue(Files.readString(Path.of(svg)).contains("--curve bezier --data moons --resolution 9"));
        Run rerolls = ok(
                "render",
                "slice",
                a,
                "--rerolls",
                "4",
                "--directions",
                "3",
                "--data",
                "moons",
                "--resolution",
                "9",
                "--out",
                svg,
                "--json");
        assertTrue(rerolls.json().get("caption").toString().contains("seed 3, seed 4, seed 5, seed 6"));
        Run paths = ok(
                "render", "path", a, b, "--path", "bezier,chain", "--steps", "20", "--out", out("path.csv"), "--json");
        String caption = paths.json().get("caption").toString();
        assertTrue(caption.matches(".*naive barrier.*Bezier barrier.*chain barrier.*"), caption);
        assertEquals(
                6 * 25,
                Files.readAllLines(Path.of(out("path.csv"))).stream()
                        .filter(line -> line.matches("(naive|Bezier|chain),(training|test),.*"))
                        .count());
        Path zoo = folder.resolve("zoo.safetensors");
        ModelFile.zoo(zoo, List.of(read(a), read(b), read(c))).write(zoo, Map.of());
        Run pairs = ok("render", "pairs", zoo.toString(), "--points", "3", "--out", svg, "--json");
        assertTrue(pairs.json().get("caption").toString().contains("3 networks, all 3 pairs"), pairs.out());
    }

    private List<String[]> faults() {
        String wide = random("wide.safetensors", "2-9-8-2", 4);
        String three = random("three.safetensors", "3-8-2", 5);
        Path between = folder.resolve("between.safetensors");
        ModelFile.of(between, read(a).lerp(read(b), 0.3)).write(between, Map.of());
        String o = out("never.safetensors");
        String p = out("never.png");
        List<String[]> faults = new ArrayList<>();
        for (String[] wrong : new String[][] {
            {"there are linear, geodesic, bezier, chain", "--path", "spline"},
            {"--steps", "--steps", "9"},
            {"--bends", "--path", "bezier", "--bends", "2"},
            {"--bends 0", "--path", "chain", "--bends", "0"},
            {"--steps 0", "--path", "chain", "--steps", "0"},
            {"--batch 0", "--path", "chain", "--batch", "0"},
            {"--lr -1.0", "--path", "chain", "--lr", "-1"},
            {"--out", "--out", o},
            {"--ensemble 1", "--ensemble", "1"},
            {"go together", "--path", "bezier", "--train-rows", "0:9"},
            {"overlap", "--path", "bezier", "--train-rows", "0:9", "--test-rows", "8:20"},
            {"test fraction 2.0", "--path", "bezier", "--test-fraction", "2"},
            {"diverged at step", "--path", "bezier", "--lr", "1e30", "--steps", "50", "--out", o}
        }) {
            faults.add(with(wrong, "barrier", a, b, "--data", "moons"));
        }
        faults.add(new String[] {"wide.safetensors", "barrier", a, wide, "--data", "moons", "--path", "bezier"});
        faults.add(new String[] {"takes 3 inputs", "slice", three, "--data", "moons"});
        faults.add(new String[] {"not 2", "slice", a, b, "--data", "moons"});
        faults.add(new String[] {"are the same", "slice", a, b, a, "--data", "moons", "--out", out("x.csv")});
        faults.add(new String[] {"on one line", "slice", a, b, between.toString(), "--data", "moons"});
        faults.add(new String[] {"wide.safetensors", "slice", a, b, wide, "--data", "moons"});
        faults.add(new String[] {"wide.safetensors", "slice", a, "--project", wide, "--data", "moons"});
        faults.add(new String[] {"--data", "slice", a});
        faults.add(new String[] {"--resolution 1", "slice", a, "--data", "moons", "--resolution", "1"});
        faults.add(new String[] {"--margin", "slice", a, "--data", "moons", "--margin", "1"});
        faults.add(new String[] {"--margin -1.0", "slice", a, b, c, "--data", "moons", "--margin", "-1"});
        faults.add(new String[] {"--radius", "slice", a, b, c, "--data", "moons", "--radius", "1"});
        faults.add(new String[] {"--directions", "slice", a, b, c, "--data", "moons", "--directions", "1"});
        faults.add(new String[] {
            "nowhere", "slice", a, "--data", "moons", "--resolution", "2", "--out", out("nowhere/x.csv")
        });
        faults.add(
                new String[] {"--rerolls", "render", "slice", a, b, c, "--data", "moons", "--rerolls", "9", "--out", p
                });
        faults.add(new String[] {"--rerolls 0", "render", "slice", a, "--data", "moons", "--rerolls", "0", "--out", p});
        faults.add(new String[] {"--curve", "render", "slice", a, "--data", "moons", "--curve", "bezier", "--out", p});
        faults.add(
                new String[] {"bezier, chain", "render", "slice", a, b, c, "--data", "moons", "--curve", "x", "--out", p
                });
        faults.add(new String[] {"one zoo", "render", "pairs", "--out", p});
        faults.add(new String[] {"this is one", "render", "pairs", a, "--out", p});
        faults.add(new String[] {"2 models", "render", "path", a, "--out", p});
        faults.add(new String[] {"a subcommand is missing", "render"});
        return faults;
    }

    /** The message that is expected, then the command line: common arguments, and the rest of the wrong ones. */
    private static String[] with(String[] wrong, String... common) {
        return Stream.of(
                        Stream.of(wrong[0]),
                        Stream.of(common),
                        Arrays.stream(wrong).skip(1))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    @Test
    void faultsAreOneLineAndNothingIsWritten() throws IOException {
        List<String[]> faults = faults();
        List<Path> before = files();
        for (String[] fault : faults) {
            Run run = Run.of(Arrays.copyOfRange(fault, 1, fault.length));
            String what = String.join(" ", fault) + " -> " + run.err();
            assertEquals(2, run.status(), what);
            assertEquals("", run.out(), what);
            assertTrue(
                    run.lastError().startsWith("orbifold: ") && run.lastError().contains(fault[0]), what);
            assertEquals(before, files(), what);
        }
    }

    private List<Path> files() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}
