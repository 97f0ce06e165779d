package org.orbifold.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
    /** An object a line, and nothing else; for a person a table. */
    @Test
    void benchmarksAreLines() {
        Run run = Run.of("bench", "squared-error", "--seconds", "0", "--threads", "2", "--json");
        assertEquals(0, run.status(), run.err());
        List<Run> lines = run.out().lines().map(line -> new Run(0, line, "")).toList();
        assertEquals(2, lines.size(), run.out());
        for (Run line : lines) {
            assertEquals(
                    List.of(
                            "name",
                            "kernels",
                            "shape",
                            "networks",
                            "median",
                            "q1",
                            "q3",
                            "repetitions",
                            "threads",
                            "backend",
                            "floor"),
                    List.copyOf(line.json().keySet()));
            assertEquals("squared-error", line.json().get("name"));
            assertEquals("cpu", line.json().get("backend"));
            assertTrue(line.number("q1") <= line.number("median") && line.number("median") <= line.number("q3"));
            assertTrue(line.number("repetitions") >= 3 && line.number("floor") > 0, line.out());
        }
        assertEquals(
                List.of("cpu", "portable"),
                lines.stream().map(line -> line.json().get("kernels")).toList());
        Run assignment = Run.of("bench", "linear-assignment", "--seconds", "0");
        assertEquals(0, assignment.status(), assignment.err());
        List<String> table = assignment.out().lines().toList();
        assertEquals(5, table.size(), assignment.out());
        assertEquals(1, table.stream().map(String::length).distinct().count(), assignment.out());
    }
}
