package org.orbifold.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.orbifold.flow.Geometry;
import org.orbifold.flow.StepRule;
import org.orbifold.io.Json;

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
    Table qualities(int steps, SampleSet.Way way) {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(row(PopulationPlan.TRAINED, PopulationFiles.measures(PopulationFiles.ZOO)));
        sets(way)
                .filter(set -> set.steps() == steps && set.flow().width().isEmpty())
                .forEach(set -> rows.add(row(set)));
        plan.rivals()
                .forEach(rival -> rows.add(
                        row(PopulationStudy.inWords(rival), PopulationFiles.measures(PopulationFiles.samples(rival)))));
        return new Table(rows);
    }

    private Stream<SampleSet> sets(SampleSet.Way way) {
        return plan.sets().stream().filter(set -> set.way() == way);
    }

    private Map<String, Object> row(SampleSet set) {
        return row(set.flow().words(), PopulationFiles.measures(set.file()));
    }

    /** Plain flows by the number of steps, guided and not. */
    Table bySteps() {
        return new Table(plan.sets().stream()
                .filter(set -> set.flow().isPlain())
                .filter(set -> set.way() == SampleSet.Way.PLAIN || set.way() == SampleSet.Way.GUIDED)
                .map(set -> {
                    Map<String, Object> row = row(set.flow().words());
                    row.put("guided", set.way().isGuided());
                    row.put("integration steps", set.steps());
                    row.putAll(row(set));
                    return row;
                })
                .toList());
    }

    /** Networks of other widths. */
    Table wider() {
        return new Table(sets(SampleSet.Way.WIDER).map(this::row).toList());
    }

    /** The thesis's rules of a step beside that of flow matching. */
    Table rules() {
        return new Table(plan.sets().stream()
                .filter(set -> set.flow().isPlain() && set.steps() == plan.fullSteps())
                .filter(set -> set.way() == SampleSet.Way.PLAIN || set.way().rule() != StepRule.FLOW_MATCHING)
                .map(set -> {
                    Map<String, Object> row = row(set.flow().words());
                    row.put("rule", set.way().rule().id());
                    row.putAll(row(set));
                    return row;
                })
                .toList());
    }

    /** The flow that is told of losses, asked and not. */
    Table asked() {
        return new Table(plan.sets().stream()
                .filter(set -> set.flow().asked() && set.steps() == plan.fullSteps())
                .map(set -> {
                    Map<String, Object> row = row(set.flow().words());
                    row.put("asked", set.way().isAsked());
                    row.put("guided", set.way().isGuided());
                    row.putAll(row(set));
                    return row;
                })
                .toList());
    }

    /** The geometric flow by the size of its graph network. */
    Table bySize() {
        return new Table(sets(SampleSet.Way.PLAIN)
                .filter(set -> set.steps() == plan.fullSteps())
                .filter(set -> set.flow().equals(FlowChoice.plain(Geometry.GEOMETRIC))
                        || set.flow().width().isPresent())
                .sorted(Comparator.comparing(set -> set.flow().width().orElse(plan.width())))
                .map(set -> {
                    Map<String, Object> row = row(set.flow().words());
                    FlowWork.describe(files.path(PopulationFiles.flow(set.flow())), row);
                    row.putAll(row(set));
                    return row;
                })
                .toList());
    }

    /** The rows that a file holds. */
    Table rowsOf(String file) {
        return new Table(Table.of(Json.read(files.path(file))).rows().stream()
                .map(found -> {
                    Map<String, Object> row = row(found.get("source").toString());
                    row.putAll(found);
                    return row;
                })
                .toList());
    }

    /** Averages of predictions by the number of networks. */
    Table averaged() {
        Map<String, String> sets = new LinkedHashMap<>();
        sets.put(PopulationPlan.TRAINED, PopulationFiles.ZOO);
        sets(SampleSet.Way.PLAIN)
                .filter(set ->
                        set.steps() == plan.fullSteps() && set.flow().width().isEmpty())
                .forEach(set -> sets.put(set.flow().words(), set.file()));
        plan.rivals().forEach(rival -> sets.put(PopulationStudy.inWords(rival), PopulationFiles.samples(rival)));
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
        return new Table(IntStream.range(0, plan.flows().size())
                .mapToObj(k -> {
                    FlowChoice choice = plan.flows().get(k);
                    Map<String, Object> row = row(choice.words());
                    FlowWork.describe(files.path(PopulationFiles.flow(choice)), row);
                    return row;
                })
                .toList());
    }
}
