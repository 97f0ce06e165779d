package org.orbifold.ui.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.orbifold.align.Pins;
import org.orbifold.data.DataRequest;
import org.orbifold.data.RowRange;
import org.orbifold.data.Split;
import org.orbifold.data.Standardize;
import org.orbifold.figure.PathFigure;
import org.orbifold.flow.FlowPlan;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.Source;
import org.orbifold.study.SampleModels;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;
import org.orbifold.symmetry.SymmetryStructure;

/**
 * The command lines that repeat what is in force in a session: edits, the alignment, and the path that t runs on. What no
 * command does is said in a line that begins with #.
 */
public final class CommandLines {
    private static final String SAMPLES = "sample-models/";

    private final Session session;
    private final List<String> lines = new ArrayList<>();

    private CommandLines(Session session) {
        this.session = session;
    }

    /** Those of a session, of the workspace that is shown; none where no network is open. */
    public static List<String> of(Session session) {
        CommandLines made = new CommandLines(session);
        if (session.workspace().get() == Workspace.FLOW) {
            session.course().targets().get().ifPresent(made::flow);
        } else {
            session.a().get().ifPresent(made::begin);
        }
        return made.lines;
    }

    /** What trains the flow that there is, or else the one that is asked for. */
    private void flow(FlowTargets known) {
        FlowCourse course = session.course();
        Optional<FlowRun.View> seen = course.view().get();
        FlowPlan plan = seen.map(view -> view.flow().plan())
                .orElseGet(() -> course.settings()
                        .get()
                        .plan(known.zoo().file().architecture(), session.seed().get()));
        String zoo = course.zooFile().map(CommandLines::quoted).orElse(SAMPLES + SampleModels.ZOO);
        lines.add("orbifold flow train " + zoo + " " + options(plan) + " --out a.flow");
        seen.filter(view -> view.step() < plan.steps()).ifPresent(view -> lines.add("# after step " + view.step()));
    }

    private static String options(FlowPlan plan) {
        List<String> options = new ArrayList<>(List.of(
                "--geometry", plan.geometry().id(),
                "--coupling", plan.coupling().id(),
                "--network", plan.kind().id(),
                "--layers", Integer.toString(plan.layers()),
                "--width", Integer.toString(plan.width()),
                "--batch", Integer.toString(plan.batch()),
                "--steps", Long.toString(plan.steps()),
                "--lr", Double.toString(plan.rate()),
                "--times", plan.times().id(),
                "--seen-inputs", Integer.toString(plan.seenInputs())));
        switch (plan.source()) {
            case Source.Initialization(double deviation) ->
                options.addAll(List.of("--std", Double.toString(deviation)));
            case Source.Uniform(double deviation) ->
                options.addAll(List.of("--source", "uniform", "--std", Double.toString(deviation)));
        }
        if (plan.aligned()) {
            options.add("--align");
        }
        if (plan.conditions().loss()) {
            options.add("--ask-loss");
        }
        if (plan.conditions().task()) {
            options.add("--ask-task");
        }
        options.addAll(List.of("--seed", Long.toString(plan.seed())));
        return String.join(" ", options);
    }

    private void begin(OpenNetwork open) {
        String a = file(open, "a");
        String editedA = edited(a, "a", session.history().inForce(End.A));
        session.b().get().ifPresent(other -> between(a, editedA, other));
    }

    private void between(String a, String editedA, OpenNetwork open) {
        String b = file(open, "b");
        List<Edit> edits = session.history().inForce(End.B).stream()
                .filter(edit -> edit instanceof Edit.Rotate || edit instanceof Edit.Move)
                .toList();
        String editedB = edited(b, "b", edits);
        MatchingState matching = session.matching().state().get();
        boolean aligned = session.kind().get().isCanonical()
                ? session.alignedSpheres().get()
                : session.kind().get() == PathFigure.Kind.ALIGNED;
        String end = matching.alignment().isPresent() ? aligned(a, b, editedB, matching) : editedB;
        List<Edit> symmetries = session.history().inForce(End.A).stream()
                .filter(Edit.Symmetry.class::isInstance)
                .toList();
        if (matching.alignment().isPresent()) {
            end = edited(end, "b-aligned", symmetries);
        }
        path(editedA, aligned ? end : editedB);
    }

    /** A name for the file of a network. */
    private String file(OpenNetwork open, String letter) {
        if (open.location().isPresent()) {
            return quoted(open.location().get());
        }
        if (SampleModels.NETWORKS.contains(open.name())) {
            return SAMPLES + open.name();
        }
        lines.add("# " + open.name() + " is in no file of its own: save it as " + letter + ".safetensors");
        return letter + ".safetensors";
    }

    private static String quoted(String text) {
        return text.matches("[\\w./:#-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Where a network is after edits. */
    private String edited(String file, String name, List<Edit> edits) {
        String options = edits.stream()
                .map(CommandLines::options)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
        edits.stream()
                .filter(Edit.Move.class::isInstance)
                .forEach(edit -> lines.add("# " + edit.name() + " has no command: save the network as it is now"));
        if (options.isEmpty()) {
            return file;
        }
        String out = name + "-edited.safetensors";
        lines.add("orbifold transform " + file + " " + options + " --out " + out);
        return out;
    }

    private static String options(Edit edit) {
        return switch (edit) {
            case Edit.Symmetry(var _, GroupElement element) -> options(element);
            case Edit.Break(int layer) -> "--break " + layer;
            case Edit.Rotate(var _, var _, int layer, int neuron, double[] point, var _) ->
                "--rotate " + layer + ":" + neuron + ","
                        + Arrays.stream(point).mapToObj(Double::toString).collect(Collectors.joining(","));
            case Edit.Move _, Edit.Rematch _, Edit.Rebend _ -> "";
        };
    }

    /** Any element as exchanges of two neurons, and then scalings and flips. */
    private static String options(GroupElement element) {
        List<String> options = new ArrayList<>();
        for (int l = 0; l < element.permutations().size(); l++) {
            Permutation wanted = element.permutation(l);
            int[] now = IntStream.range(0, wanted.size()).toArray();
            for (int i = 0; i < now.length; i++) {
                int j = i;
                while (now[j] != wanted.get(i)) {
                    j++;
                }
                if (j != i) {
                    options.add("--swap " + l + ":" + i + "," + j);
                    now[j] = now[i];
                }
            }
        }
        List<SymmetryStructure.Group> groups =
                SymmetryStructure.of(element.architecture()).groups();
        for (int l = 0; l < groups.size(); l++) {
            int scale = groups.get(l).scale();
            for (int i = 0; scale >= 0 && i < groups.get(l).size(); i++) {
                double factor = element.factor(scale, i);
                if (Math.abs(factor) != 1) {
                    options.add("--scale " + l + ":" + i + "," + Math.abs(factor));
                }
                if (factor < 0) {
                    options.add("--flip " + l + ":" + i);
                }
            }
        }
        return String.join(" ", options);
    }

    /** Where B is once it is aligned to A as opened. */
    private String aligned(String a, String b, String editedB, MatchingState matching) {
        String out = "b-aligned.safetensors";
        Optional<MatchingMethod> method = method().filter(found -> b.equals(editedB));
        String how = method.map(found -> found.options()
                        + (found.needsData()
                                ? rows(true).map(rows -> " " + rows).orElse("")
                                : "")
                        + pins(matching.pins())
                        + (found.needsData() ? "" : seed()))
                .orElseGet(() -> byHand(matching.permutations().orElseThrow()));
        lines.add("orbifold align " + a + " " + editedB + " " + how + (matching.canonical() ? " --canonical" : "")
                + " --out " + out);
        return out;
    }

    private String seed() {
        long seed = session.seed().get();
        return seed == 0 ? "" : " --seed " + seed;
    }

    /** The method of the alignment in force, unless neurons were matched by hand since. */
    private Optional<MatchingMethod> method() {
        String last = session.history().inForce(End.B).stream()
                .filter(Edit.Rematch.class::isInstance)
                .reduce((first, second) -> second)
                .map(Edit::name)
                .orElse("");
        return Stream.of(MatchingMethod.values())
                .filter(each -> each.editName().equals(last))
                .findFirst();
    }

    private static String pins(Pins pins) {
        return pins.pins().stream()
                .map(pin -> lock(pin.layer(), pin.a(), pin.b()))
                .sorted()
                .collect(Collectors.joining());
    }

    private static String byHand(List<Permutation> permutations) {
        return "--method weight"
                + IntStream.range(0, permutations.size())
                        .boxed()
                        .flatMap(l -> IntStream.range(0, permutations.get(l).size())
                                .mapToObj(i -> lock(l, i, permutations.get(l).get(i))))
                        .collect(Collectors.joining());
    }

    private static String lock(int layer, int a, int b) {
        return " --lock " + layer + ":" + a + "," + b;
    }

    private void path(String from, String to) {
        PathFigure.Kind kind = session.kind().get();
        if (kind == PathFigure.Kind.CHORD || bentByHand(kind)) {
            lines.add("# " + (kind.isTrained() ? "a curve that was bent by hand" : "the chord") + " has no command");
            return;
        }
        String path = switch (kind) {
            case NAIVE, ALIGNED -> "linear";
            case GEODESIC, CHORD -> "geodesic";
            case BEZIER -> "bezier";
            case CHAIN -> "chain";
        };
        rows(kind.isTrained())
                .ifPresent(rows -> lines.add("orbifold barrier " + from + " " + to + " --path " + path + " " + rows));
    }

    /** Whether the last that was done to a curve was not its training. */
    private boolean bentByHand(PathFigure.Kind kind) {
        return session.history().inForce(End.B).stream()
                .filter(edit -> edit instanceof Edit.Rebend bent && bent.kind() == kind)
                .reduce((first, second) -> second)
                .filter(edit -> !edit.name().equals(CurveCourse.editName(kind)))
                .isPresent();
    }

    /**
     * The data that is open and its split, as options; and where what is done with it is drawn at random, a word on a seed
     * that is not the split's.
     */
    private Optional<String> rows(boolean drawn) {
        Optional<DataRequest> request = session.data().get().flatMap(set -> set.request());
        Optional<Split.Rule> rule = session.split().map(Split::rule);
        long seed = session.seed().get();
        if (drawn
                && rule.filter(known -> known instanceof Split.Shuffled shuffled && shuffled.seed() != seed)
                        .isPresent()) {
            lines.add("# drawn by seed " + seed + ", where the command takes that of the split for both");
        }
        return request.flatMap(from -> rule.map(known -> options(from, known, drawn ? seed : 0)));
    }

    private static String options(DataRequest request, Split.Rule rule, long drawnBy) {
        List<String> options = new ArrayList<>(List.of("--data", quoted(request.spec())));
        request.label().ifPresent(label -> options.addAll(List.of("--label", quoted(label))));
        if (!request.drop().isEmpty()) {
            options.addAll(List.of("--drop", quoted(String.join(",", request.drop()))));
        }
        if (request.standardize() != Standardize.ALL) {
            options.addAll(List.of("--standardize", request.standardize().id()));
        }
        request.rows().ifPresent(rows -> options.addAll(List.of("--rows", text(rows))));
        switch (rule) {
            case Split.Shuffled(double fraction, long seed) ->
                options.addAll(List.of("--test-fraction", Double.toString(fraction), "--seed", Long.toString(seed)));
            case Split.Ranges(RowRange train, RowRange test) ->
                options.addAll(List.of(
                        "--train-rows", text(train), "--test-rows", text(test), "--seed", Long.toString(drawnBy)));
        }
        return String.join(" ", options);
    }

    private static String text(RowRange rows) {
        return rows.from() + ":" + rows.to();
    }
}
