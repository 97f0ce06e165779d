package org.orbifold.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orbifold.figure.PathFigure;
import org.orbifold.flow.Checkpoint;
import org.orbifold.flow.Coupling;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.Geometry;
import org.orbifold.io.ModelFile;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.path.SpherePair;
import org.orbifold.study.SampleModels;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.ui.session.CommandLines;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.End;
import org.orbifold.ui.session.FlowSettings;
import org.orbifold.ui.session.MatchingMethod;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;

/** The command lines that a session tells do again what was done in it. */
class CommandLinesTest {
    @TempDir
    private Path folder;

    private final Session session = new Session(JobExecutor.direct(), Runnable::run);
    private Architecture architecture;

    @BeforeEach
    void open() {
        SampleModels.Pair pair = SampleModels.moonsPair();
        session.openA(new OpenNetwork("a.safetensors", pair.a()));
        session.openB(new OpenNetwork("b.safetensors", pair.b()));
        session.openData(pair.data(), 0);
        architecture = pair.a().architecture();
    }

    /** Runs the lines, with what they write in the folder; what the last one told. */
    private Run run(List<String> lines) {
        Run last = null;
        for (String line : lines) {
            List<String> words = new ArrayList<>(List.of(line.split(" ")));
            assertEquals("orbifold", words.removeFirst(), line);
            words.replaceAll(word -> word.matches(".*-(edited|aligned)\\.safetensors|a\\.flow")
                    ? folder.resolve(word).toString()
                    : word);
            words.add("--json");
            last = Run.of(words.toArray(String[]::new));
            assertEquals(0, last.status(), () -> line);
        }
        return last;
    }

    private Weights written(String name) {
        return ModelFile.read(folder.resolve(name).toString(), Optional.empty()).network();
    }

    private void assertPathIs(PathFigure.Kind kind, Run barrier) {
        session.kind().set(kind);
        var shown = session.gauges().curves().get().stream()
                .filter(curve -> curve.kind() == kind && !curve.training())
                .findFirst()
                .orElseThrow();
        assertArrayEquals(
                shown.barrier().outcomes().stream()
                        .mapToDouble(outcome -> outcome.loss())
                        .toArray(),
                barrier.numbers("loss").stream().mapToDouble(x -> x).toArray(),
                1e-6);
    }

    @Test
    void editsAreRepeated() {
        session.edit(Edit.swap(architecture, 0, 1, 5));
        session.edit(Edit.scale(architecture, 1, 3, 2.75));
        session.edit(new Edit.Break(1));
        SpherePair sphere =
                session.ends().get().orElseThrow().canonical().spheres(1).get(2);
        session.edit(Edit.Rotate.to(End.A, architecture, sphere, sphere.onGeodesic(0.4)));
        session.edit(Edit.swap(architecture, 1, 0, 7));
        session.undo();
        List<String> lines = CommandLines.of(session);
        assertEquals(2, lines.size(), lines::toString);
        Run barrier = run(lines);
        assertEquals(session.edited().get().orElseThrow(), written("a-edited.safetensors"));
        assertPathIs(PathFigure.Kind.NAIVE, barrier);
    }

    @Test
    void anySymmetryIsRepeated() {
        SplittableRandom random = new SplittableRandom(3);
        for (int k = 0; k < 20; k++) {
            GroupElement element = GroupElement.randomPermutation(architecture, random)
                    .then(GroupElement.randomScaling(architecture, random));
            session.edit(new Edit.Symmetry("any", element));
            run(CommandLines.of(session));
            float[] expected = session.edited().get().orElseThrow().toArray();
            assertArrayEquals(expected, written("a-edited.safetensors").toArray(), 1e-5f);
            session.undo();
        }
    }

    @ParameterizedTest
    @EnumSource(MatchingMethod.class)
    void alignmentsAreRepeated(MatchingMethod method) {
        session.matching().method().set(method);
        session.matching().run();
        session.edit(Edit.swap(architecture, 0, 2, 3));
        session.edit(Edit.scale(architecture, 0, 1, 3));
        Run barrier = run(CommandLines.of(session));
        assertEquals(
                session.alignment().get().orElseThrow().aligned(), written("b-aligned.safetensors"), method::label);
        assertPathIs(PathFigure.Kind.ALIGNED, barrier);
    }

    @Test
    void whatWasMatchedByHandIsRepeated() {
        session.align(true);
        session.matching().layer().set(1);
        session.matching().match(2, 6);
        SpherePair sphere =
                session.ends().get().orElseThrow().canonical().spheres(0).get(1);
        session.edit(session.rotation(Edit.Rotate.to(End.B, architecture, sphere, sphere.onGeodesic(0.7))));
        session.kind().set(PathFigure.Kind.GEODESIC);
        Run barrier = run(CommandLines.of(session));
        assertPathIs(PathFigure.Kind.GEODESIC, barrier);
    }

    @Test
    void channelsAreRepeated() {
        ModelFile file = SampleModels.read("cnn-a.safetensors");
        session.openA(new OpenNetwork("cnn-a.safetensors", file.network()));
        session.edit(Edit.swap(file.architecture(), 0, 2, 3));
        session.edit(Edit.scale(file.architecture(), 0, 1, 2));
        session.edit(Edit.swap(file.architecture(), 0, 1, 5));
        run(CommandLines.of(session));
        assertEquals(session.edited().get().orElseThrow(), written("a-edited.safetensors"));
    }

    @ParameterizedTest
    @EnumSource(
            value = PathFigure.Kind.class,
            names = {"BEZIER", "CHAIN"})
    void curvesAreRepeated(PathFigure.Kind kind) {
        session.train(kind);
        assertEquals(kind, session.kind().get());
        assertPathIs(kind, run(CommandLines.of(session)));
        session.trained().bend("bend", session.edited().get().orElseThrow());
        session.kind().set(PathFigure.Kind.BEZIER);
        assertEquals(
                List.of("# a curve that was bent by hand has no command"),
                CommandLines.of(session),
                "a curve that was put elsewhere is not what a training gives");
    }

    @Test
    void theTrainingOfAFlowIsRepeated() {
        session.workspace().set(Workspace.FLOW);
        session.course().openSample();
        session.seed().set(3);
        session.course().settings().set(new FlowSettings(Geometry.GEOMETRIC, Coupling.INDEPENDENT, 5, 2, 8));
        session.course().reset();
        session.course().train();
        FlowRun.View trained = session.course().view().get().orElseThrow();
        assertEquals(5, trained.step());
        List<String> lines = CommandLines.of(session);
        assertEquals(1, lines.size(), lines::toString);
        run(lines);
        Checkpoint repeated = FlowFile.read(folder.resolve("a.flow"));
        assertEquals(trained.flow().plan(), repeated.flow().plan());
        assertArrayEquals(
                trained.history().stream().mapToDouble(Checkpoint.Seen::loss).toArray(),
                repeated.history().stream().mapToDouble(Checkpoint.Seen::loss).toArray(),
                1e-5,
                "threads add in no fixed order");
    }

    @Test
    void theSampleFlowIsTold() {
        session.workspace().set(Workspace.FLOW);
        session.course().openSample();
        String line = CommandLines.of(session).getFirst();
        assertTrue(line.startsWith("orbifold flow train sample-models/zoo.safetensors --geometry geometric"), line);
        assertTrue(line.contains(" --seen-inputs 2 --std 0.1 --ask-loss --seed 0 "), line);
    }

    @Test
    void anotherSeedThanTheSplitsIsSaid() {
        session.seed().set(5);
        session.matching().method().set(MatchingMethod.ACTIVATION);
        session.matching().run();
        List<String> lines = CommandLines.of(session);
        assertTrue(
                lines.contains("# drawn by seed 5, where the command takes that of the split for both"),
                lines::toString);
    }

    @Test
    void whatHasNoCommandIsSaid() {
        Weights a = session.edited().get().orElseThrow();
        session.edit(
                new Edit.Move(End.A, "move A", a.lerp(session.editedB().get().orElseThrow(), 0.1)));
        session.openB(new OpenNetwork("found", a));
        List<String> lines = CommandLines.of(session);
        assertTrue(lines.contains("# move A has no command: save the network as it is now"), lines::toString);
        assertTrue(lines.contains("# found is in no file of its own: save it as b.safetensors"), lines::toString);
    }

    @Test
    void namesAreQuotedForTheShell() {
        Weights a = session.edited().get().orElseThrow();
        session.openA(new OpenNetwork("it's.npz", a, Optional.of("/my nets/it's.npz")));
        session.edit(Edit.swap(architecture, 0, 1, 5));
        assertEquals(
                "orbifold transform '/my nets/it'\\''s.npz' --swap 0:1,5 --out a-edited.safetensors",
                CommandLines.of(session).getFirst());
    }
}
