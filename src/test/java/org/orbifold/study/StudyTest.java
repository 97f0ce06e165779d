package org.orbifold.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.data.DataRequest;
import org.orbifold.data.Split;
import org.orbifold.io.Json;
import org.orbifold.job.Progress;
import org.orbifold.net.PopulationTraining;
import org.orbifold.tensor.Optimizer;

class StudyTest {
    private static final String MIDDLE = "repetition-0/";

    @TempDir
    private Path folder;

    /** On two moons, so small that only the machinery is tried. */
    private static Study population(long steps) {
        PopulationPlan plan = new PopulationPlan(
                "tiny",
                List.of(4),
                List.of(6),
                new PopulationTraining.Plan(new Optimizer.Adam(), 1e-2, 32, 3),
                4,
                1,
                2,
                new Split.Shuffled(0.2, 0),
                1,
                8,
                List.of(16),
                4,
                steps,
                3,
                List.of(2, 3),
                List.of("meanNetwork", "pcaGaussian"),
                Optional.of("rings"),
                3,
                Map.of("geometric flow", ".992 / .019"));
        return new PopulationStudy(plan, DataRequest.of("moons"), 1, Optional.empty(), 0);
    }

    private static Study gaussian() {
        return new GaussianStudy(new GaussianStudy.Size(40, 5, 4), 2, Optional.empty(), 0);
    }

    private static void assertSame(Object expected, Object found, String where) {
        switch (expected) {
            case Map<?, ?> map -> {
                assertEquals(map.keySet(), ((Map<?, ?>) found).keySet(), where);
                map.forEach((key, value) -> assertSame(value, ((Map<?, ?>) found).get(key), where + " > " + key));
            }
            case List<?> list -> {
                assertEquals(list.size(), ((List<?>) found).size(), where);
                for (int i = 0; i < list.size(); i++) {
                    assertSame(list.get(i), ((List<?>) found).get(i), where + " " + i);
                }
            }
            case Double number -> assertEquals(number, (double) found, 1e-2, where);
            default -> assertEquals(expected, found, where);
        }
    }

    private Map<String, Object> filesByTime() throws IOException {
        Map<String, Object> times = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder.resolve(MIDDLE))) {
            for (Path file : files.sorted().toList()) {
                times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void aStudyWhoseMiddleIsDeletedComesToTheSameTable() throws IOException {
        population(6).run(folder, Progress.NONE);
        Object table = Json.read(folder.resolve("table.json"));
        String report = Files.readString(folder.resolve("report.md"));
        assertTrue(report.contains(".992 / .019"), report);
        for (String picture : List.of("quality.png", "steps.png", "averages.png")) {
            assertTrue(report.contains("(" + picture + ")") && Files.size(folder.resolve(picture)) > 0, picture);
        }
        Map<String, Object> before = filesByTime();
        for (String deleted : List.of("geometric.flow", "samples-geometric-3.safetensors", "pairs-zoo.json")) {
            assertTrue(before.containsKey(deleted), before.keySet().toString());
            Files.delete(folder.resolve(MIDDLE + deleted));
            before.remove(deleted);
        }
        population(6).run(folder, Progress.NONE);
        assertSame(table, Json.read(folder.resolve("table.json")), "table");
        Map<String, Object> after = filesByTime();
        assertEquals(before.size() + 3, after.size());
        before.forEach((file, time) -> assertEquals(time, after.get(file), file));
    }

    private static Step step(String file, String settings, List<String> from, List<String> run) {
        return new Step(file, settings, from, 1, (path, progress) -> {
            run.add(file);
            Json.write(path, settings);
        });
    }

    @Test
    void otherSettingsMakeOnlyWhatDependsOnThemAgain() {
        for (String settings : List.of("once", "otherwise")) {
            List<String> run = new ArrayList<>();
            new StudyFolder(folder)
                    .run(
                            List.of(
                                    step("zoo", "same", List.of(), run),
                                    step("flow", settings, List.of("zoo"), run),
                                    step("pairs", "same", List.of("zoo"), run),
                                    step("samples", "same", List.of("flow"), run)),
                            Progress.NONE);
            assertEquals(
                    settings.equals("once") ? List.of("zoo", "flow", "pairs", "samples") : List.of("flow", "samples"),
                    run);
        }
    }

    @Test
    void aStudyThatIsStoppedGoesOn() throws IOException {
        Path whole = folder.resolve("whole");
        gaussian().run(whole, Progress.NONE);
        Path stopped = folder.resolve("stopped");
        List<String> done = new ArrayList<>();
        Progress stopper = new Progress() {
            @Override
            public void report(long units, long total, String message) {
                done.add(message);
                assertTrue(units <= total, message);
                if (message.startsWith("repetition-0/normalized.flow: loss")) {
                    throw new CancellationException();
                }
            }

            @Override
            public void checkCancelled() {}
        };
        assertThrows(CancellationException.class, () -> gaussian().run(stopped, stopper));
        assertTrue(done.contains("repetition-0/samples-euclidean-heun.safetensors"), done.toString());
        assertFalse(Files.exists(stopped.resolve("table.json")));
        gaussian().run(stopped, Progress.NONE);
        assertSame(Json.read(whole.resolve("table.json")), Json.read(stopped.resolve("table.json")), "table");
    }

    @Test
    void eulersSlopesAreTheKnownOnes() {
        gaussian().run(folder, Progress.NONE);
        Table slopes = Table.of(Json.read(folder.resolve("slopes.json")));
        List<Double> known = List.of(0.8508, 0.9227, 0.9606, 0.9801, 0.9872);
        for (int k = 0; k < known.size(); k++) {
            assertEquals(known.get(k), (double) slopes.rows().get(k).get("slope, euler"), 1e-4);
        }
        assertEquals(0.487, (double) slopes.rows().getLast().get("slope, euler by x1 - x0"), 1e-3);
    }
}
