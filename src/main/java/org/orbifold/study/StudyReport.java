package org.orbifold.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.figure.Figure;
import org.orbifold.figure.FigureFile;
import org.orbifold.figure.Theme;
import org.orbifold.io.AtomicFile;
import org.orbifold.io.Json;

/**
 * What a study found: {@code report.md} for a reader, {@code table.json} with the same tables for programs, and figures.
 *
 * @param name of the study
 * @param introduction what was done
 */
public record StudyReport(String name, String introduction, List<Section> sections) {
    /** The report for a reader. */
    public static final String REPORT = "report.md";

    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;

    /**
     * A part of the report.
     *
     * @param id its key in {@code table.json}, and the name of its picture
     * @param text what to see in it
     */
    record Section(String id, String heading, String text, Table table, Optional<Figure> figure) {}

    public StudyReport {
        sections = List.copyOf(sections);
    }

    /** The tables by the ids of their sections, each a list of rows. */
    public Map<String, Object> tables() {
        Map<String, Object> tables = new LinkedHashMap<>();
        sections.forEach(section -> tables.put(section.id, section.table.rows()));
        return tables;
    }

    /** Writes report, tables and figures to a folder; returns the files. */
    public List<Path> write(Path folder) {
        List<Path> written = new ArrayList<>();
        StringBuilder text = new StringBuilder("# Study: " + name + "\n\n" + introduction + "\n");
        for (Section section : sections) {
            text.append("\n## ")
                    .append(section.heading)
                    .append("\n\n")
                    .append(section.text)
                    .append("\n\n");
            text.append(section.table.markdown());
            section.figure.ifPresent(figure -> {
                Path file = folder.resolve(section.id + ".png");
                FigureFile.write(file, figure, WIDTH, HEIGHT, 2, Theme.LIGHT, "orbifold study " + name);
                written.add(file);
                text.append("\n![")
                        .append(figure.caption())
                        .append("](")
                        .append(file.getFileName())
                        .append(")\n");
            });
        }
        Path report = folder.resolve(REPORT);
        AtomicFile.write(report, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
        Path table = folder.resolve("table.json");
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("study", name);
        all.putAll(tables());
        Json.write(table, all);
        written.add(0, table);
        written.add(0, report);
        return written;
    }
}
