package org.orbifold.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.orbifold.io.Json;
import org.orbifold.study.PopulationPlan.FlowChoice;

/** The tables of one repetition of a study of flows over trained networks, from what its steps have left. */
record PopulationTables(PopulationPlan plan, PopulationFiles files) {
    private Map<String, Object> row(String source) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(PopulationStudy.REPETITION, files.repetition());
        row.put("source", source);
        return row;
    }

    private Map<String, Object> row(String source, String file) {
        Map<String, Object> row = row(source);
        if (Json.read(files.path(file)) instanceof Map<?, ?> known) {
            known.forEach((column, value) -> row.put(column.toString(), value));
        }
        return row;
    }

    /** Midpoints and barriers before and after alignment. */
    Table pairTable() {
        return new Table(List.of(
                row(PopulationPlan.TRAINED, PopulationFiles.pairs(PopulationFiles.ZOO)),
                row(PopulationPlan.TRAINED, PopulationFiles.pairs(PopulationFiles.ALIGNED))));
    }

    /** Flows at a number of steps, and all that they are compared with. */
    Table qualities(int steps, boolean guided) {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(row(PopulationPlan.TRAINED, PopulationFiles.measures(PopulationFiles.ZOO)));
        for (FlowChoice choice : PopulationPlan.flows()) {
            rows.add(row(choice.words(), PopulationFiles.measures(PopulationFiles.samples(choice, steps, guided))));
        }
        plan.rivals()
                .forEach(rival -> rows.add(
                        row(PopulationStudy.inWords(rival), PopulationFiles.measures(rival + ".safetensors"))));
        return new Table(rows);
    }

    /** Flows by the number of steps, guided and not. */
    Table bySteps() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (FlowChoice choice : PopulationPlan.flows()) {
            for (boolean guided : new boolean[] {false, true}) {
                for (int n : plan.integrationSteps()) {
                    Map<String, Object> row = row(choice.words());
                    row.put("guided", guided);
                    row.put("integration steps", n);
                    row.putAll(
                            row(choice.words(), PopulationFiles.measures(PopulationFiles.samples(choice, n, guided))));
                    rows.add(row);
                }
            }
        }
        return new Table(rows);
    }

    /** Networks of other widths. */
    Table transferred() {
        return new Table(PopulationPlan.flows().stream()
                .map(choice -> row(choice.words(), PopulationFiles.measures(PopulationFiles.transfer(choice))))
                .toList());
    }

    /** Averages of predictions by the number of networks. */
    Table averaged() {
        Map<String, String> sets = new LinkedHashMap<>();
        sets.put(PopulationPlan.TRAINED, PopulationFiles.ZOO);
        PopulationPlan.flows()
                .forEach(choice -> sets.put(choice.words(), PopulationFiles.samples(choice, plan.fullSteps(), false)));
        plan.rivals().forEach(rival -> sets.put(PopulationStudy.inWords(rival), rival + ".safetensors"));
        List<Map<String, Object>> rows = new ArrayList<>();
        sets.forEach((source, set) -> Table.of(Json.read(files.path(PopulationFiles.averages(set))))
                .rows()
                .forEach(found -> {
                    Map<String, Object> row = row(source);
                    row.putAll(found);
                    rows.add(row);
                }));
        return new Table(rows);
    }

    /** How the flows were trained. */
    Table trainings() {
        return new Table(IntStream.range(0, PopulationPlan.flows().size())
                .mapToObj(k -> {
                    FlowChoice choice = PopulationPlan.flows().get(k);
                    Map<String, Object> row = row(choice.words());
                    FlowWork.describe(files.path(PopulationFiles.flow(choice)), row);
                    return row;
                })
                .toList());
    }
}
