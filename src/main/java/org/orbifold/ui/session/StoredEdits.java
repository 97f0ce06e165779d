package org.orbifold.ui.session;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.orbifold.align.Alignment;
import org.orbifold.align.Match;
import org.orbifold.align.Pins;
import org.orbifold.figure.PathFigure;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;
import org.orbifold.symmetry.SymmetryStructure;

/** Edits as a session file holds them: objects of JSON, and the networks that they need as tensors beside. */
final class StoredEdits {
    private final Blocks blocks;
    private final Optional<Weights> a;
    private final Optional<Weights> b;

    /**
     * The edits of two networks.
     *
     * @param a network A as opened
     * @param b network B as opened
     */
    StoredEdits(Blocks blocks, Optional<Weights> a, Optional<Weights> b) {
        this.blocks = blocks;
        this.a = a;
        this.b = b;
    }

    Map<String, Object> write(Edit edit) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", edit.getClass().getSimpleName());
        switch (edit) {
            case Edit.Symmetry(String name, GroupElement element) -> {
                fields.put("name", name);
                fields.put("permutations", permutations(element.permutations()));
                fields.put("factors", factors(element));
            }
            case Edit.Break(int layer) -> fields.put("layer", layer);
            case Edit.Rotate(End end, var _, int layer, int neuron, double[] point, double angle) -> {
                fields.put("end", end.name());
                fields.put("layer", layer);
                fields.put("neuron", neuron);
                fields.put("point", Arrays.stream(point).boxed().toList());
                fields.put("angle", angle);
            }
            case Edit.Rematch(String name, MatchingState before, MatchingState after) -> {
                fields.put("name", name);
                fields.put("before", write(before));
                fields.put("after", write(after));
            }
            case Edit.Rebend(String name, PathFigure.Kind kind, var before, var after) -> {
                fields.put("name", name);
                fields.put("path", kind.name());
                before.ifPresent(points -> fields.put("before", bends(points)));
                after.ifPresent(points -> fields.put("after", bends(points)));
            }
            case Edit.Move(End end, String name, Weights to) -> {
                fields.put("end", end.name());
                fields.put("name", name);
                fields.put("to", blocks.put(to));
            }
        }
        return fields;
    }

    Edit read(Fields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "Symmetry" -> new Edit.Symmetry(fields.text("name"), element(fields));
            case "Break" ->
                new Edit.Break(fields.index("layer", architecture(fields, End.A).hiddenLayers()));
            case "Rotate" -> rotation(fields);
            case "Rematch" ->
                new Edit.Rematch(
                        fields.text("name"),
                        readMatching(fields.object("before")),
                        readMatching(fields.object("after")));
            case "Rebend" ->
                new Edit.Rebend(
                        fields.text("name"),
                        fields.choice("path", PathFigure.Kind.class),
                        readBends(fields, "before"),
                        readBends(fields, "after"));
            case "Move" -> {
                End end = fields.choice("end", End.class);
                yield new Edit.Move(end, fields.text("name"), blocks.get(fields, "to", architecture(fields, end)));
            }
            default -> throw fields.fault("there is no edit '" + kind + "'");
        };
    }

    private Architecture architecture(Fields fields, End end) {
        return (end == End.A ? a : b)
                .orElseThrow(() -> fields.fault("it edits network " + end + ", which is missing"))
                .architecture();
    }

    private Edit rotation(Fields fields) {
        End end = fields.choice("end", End.class);
        Architecture architecture = architecture(fields, end);
        List<List<CanonicalForm.Span>> spheres = CanonicalForm.spheres(architecture);
        int layer = fields.index("layer", spheres.size());
        int neuron = fields.index("neuron", spheres.get(layer).size());
        double[] point = fields.numbers("point");
        if (point.length != spheres.get(layer).get(neuron).size()) {
            throw fields.fault("a rotation has a point of " + point.length + " numbers");
        }
        return new Edit.Rotate(end, architecture, layer, neuron, point, fields.number("angle", -10, 10));
    }

    private static List<List<Integer>> permutations(List<Permutation> permutations) {
        return permutations.stream()
                .map(p -> Arrays.stream(p.toArray()).boxed().toList())
                .toList();
    }

    private static List<List<Double>> factors(GroupElement element) {
        SymmetryStructure structure = SymmetryStructure.of(element.architecture());
        return IntStream.range(0, structure.scales().size())
                .mapToObj(s -> IntStream.range(0, size(structure, s))
                        .mapToObj(i -> element.factor(s, i))
                        .toList())
                .toList();
    }

    private static int size(SymmetryStructure structure, int scale) {
        return structure.groups().get(structure.scales().get(scale).group()).size();
    }

    private GroupElement element(Fields fields) {
        Architecture architecture = architecture(fields, End.A);
        SymmetryStructure structure = SymmetryStructure.of(architecture);
        List<?> rows = fields.list("factors");
        if (rows.size() != structure.scales().size()) {
            throw fields.fault("an edit has factors for " + rows.size() + " layers");
        }
        List<double[]> factors = IntStream.range(0, rows.size())
                .mapToObj(s -> numbers(fields, rows.get(s), size(structure, s)))
                .toList();
        return GroupElement.permute(architecture, readPermutations(fields, architecture))
                .then(GroupElement.scale(architecture, factors));
    }

    private static double[] numbers(Fields fields, Object row, int count) {
        double[] numbers = new Fields(fields.file(), Map.of("row", row)).numbers("row");
        if (numbers.length != count) {
            throw fields.fault("an edit has " + numbers.length + " numbers for " + count + " neurons");
        }
        return numbers;
    }

    private static List<Permutation> readPermutations(Fields fields, Architecture architecture) {
        List<SymmetryStructure.Group> groups =
                SymmetryStructure.of(architecture).groups();
        List<?> rows = fields.list("permutations");
        if (rows.size() != groups.size()) {
            throw fields.fault("there are permutations of " + rows.size() + " layers, not " + groups.size());
        }
        return IntStream.range(0, rows.size())
                .mapToObj(l -> permutation(
                        fields, numbers(fields, rows.get(l), groups.get(l).size())))
                .toList();
    }

    private static Permutation permutation(Fields fields, double[] numbers) {
        int[] gather = Arrays.stream(numbers).mapToInt(x -> (int) x).toArray();
        int[] sorted = gather.clone();
        Arrays.sort(sorted);
        if (!Arrays.equals(sorted, IntStream.range(0, sorted.length).toArray())) {
            throw fields.fault("what should be a permutation is none");
        }
        return Permutation.of(gather);
    }

    Map<String, Object> write(MatchingState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("canonical", state.canonical());
        fields.put(
                "pins",
                state.pins().pins().stream()
                        .map(pin -> List.of(pin.layer(), pin.a(), pin.b()))
                        .sorted((x, y) -> Arrays.compare(
                                x.stream().mapToInt(k -> k).toArray(),
                                y.stream().mapToInt(k -> k).toArray()))
                        .toList());
        state.alignment().ifPresent(found -> {
            fields.put("permutations", permutations(found.permutations()));
            fields.put("objective", found.objective());
            fields.put("sweeps", found.sweeps());
        });
        return fields;
    }

    MatchingState readMatching(Fields fields) {
        boolean canonical = fields.truth("canonical");
        Set<Pins.Pin> pins = fields.list("pins").stream()
                .map(pin -> numbers(fields, pin, 3))
                .map(pin -> new Pins.Pin((int) pin[0], (int) pin[1], (int) pin[2]))
                .collect(Collectors.toSet());
        Optional<Alignment> alignment = fields.has("permutations")
                ? Optional.of(Alignment.at(
                        a.orElseThrow(() -> fields.fault("a matching lacks network A")),
                        b.orElseThrow(() -> fields.fault("a matching lacks network B")),
                        canonical,
                        new Match(
                                architecture(fields, End.A),
                                readPermutations(fields, architecture(fields, End.A)),
                                fields.number("objective"),
                                (int) fields.whole("sweeps", 0, Integer.MAX_VALUE))))
                : Optional.empty();
        Pins held = new Pins(pins);
        a.ifPresent(network -> held.requireFit(network.architecture()));
        return new MatchingState(alignment, held, canonical);
    }

    List<String> bends(List<Weights> points) {
        return points.stream().map(blocks::put).toList();
    }

    Optional<List<Weights>> readBends(Fields fields, String name) {
        return fields.has(name)
                ? Optional.of(fields.list(name).stream()
                        .map(point -> blocks.get(
                                new Fields(fields.file(), Map.of(name, point)), name, architecture(fields, End.B)))
                        .toList())
                : Optional.empty();
    }
}
