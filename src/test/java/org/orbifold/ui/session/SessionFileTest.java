package org.orbifold.ui.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSets;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.PathFigure;
import org.orbifold.io.Safetensors;
import org.orbifold.io.TensorFile;
import org.orbifold.job.Fault;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.study.SampleModels;

/** Sessions go into files and come out of them as they were. */
class SessionFileTest {
    @TempDir
    private Path folder;

    private final JobExecutor executor = JobExecutor.direct();

    @AfterEach
    void close() {
        executor.close();
    }

    private Session session() {
        return new Session(executor, Runnable::run);
    }

    private Session ofSamples() {
        SampleModels.Pair pair = SampleModels.moonsPair();
        Session session = session();
        session.openA(new OpenNetwork("a.safetensors", pair.a()));
        session.openB(new OpenNetwork("b.safetensors", pair.b()));
        session.openData(pair.data(), 7);
        return session;
    }

    /** A session in which there is something of everything. */
    private Session full() {
        Session session = ofSamples();
        Weights a = session.edited().get().orElseThrow();
        Architecture architecture = a.architecture();
        session.edit(Edit.swap(architecture, 0, 1, 5));
        session.edit(Edit.scale(architecture, 1, 3, 4));
        session.edit(new Edit.Break(1));
        session.align(true);
        session.matching().layer().set(1);
        session.matching().match(2, 6);
        session.matching().toggleLock(2);
        session.edit(Edit.Rotate.to(
                End.B,
                architecture,
                session.ends().get().orElseThrow().canonical().spheres(0).get(3),
                session.ends().get().orElseThrow().canonical().spheres(0).get(4).x()));
        session.trained().bend("bend", a.lerp(session.editedB().get().orElseThrow(), 0.4));
        session.edit(new Edit.Move(End.A, "move", a.lerp(session.editedB().get().orElseThrow(), 0.1)));
        session.edit(Edit.swap(architecture, 1, 0, 2));
        session.undo();
        session.kind().set(PathFigure.Kind.BEZIER);
        session.t().set(0.375);
        session.selection().set(Optional.of(new Neuron(2, 4)));
        session.slice().kind().set(SliceCourse.Kind.RANDOM);
        session.slice().seed().set(12);
        session.arrangement().left().set(Arrangement.Left.GRAPH);
        session.arrangement().azimuth().set(1.25);
        session.arrangement().across().set(0.4);
        session.workspace().set(Workspace.ALIGN);
        Lesson lesson = new Lesson(
                "Of everything",
                List.of(
                        new Lesson.Step("Look.", List.of(), Optional.empty()),
                        new Lesson.Step("Swap two.", List.of("neuron-0-1"), Optional.of(LessonTask.SWAP))));
        session.lesson().begin(Optional.of(new Lesson.Place(lesson, 1)));
        return session;
    }

    private Path saved(Session session) {
        Path file = folder.resolve("a.orbifold");
        session.store().save(file);
        assertEquals(Optional.empty(), session.failure().get());
        return file;
    }

    @Test
    void whatWasSavedIsThereAgain() {
        Session before = full();
        assertTrue(before.store().isChanged());
        Path file = saved(before);
        assertFalse(before.store().isChanged());
        Session after = session();
        after.store().open(file);
        assertEquals(Optional.empty(), after.failure().get());
        assertEquals(SessionFile.content(SessionState.of(before)), SessionFile.content(SessionState.of(after)));
        assertEquals(before.edited().get(), after.edited().get());
        assertEquals(before.editedB().get(), after.editedB().get());
        assertEquals(before.shown().get(), after.shown().get());
        assertEquals(
                before.alignment().get().orElseThrow().aligned(),
                after.alignment().get().orElseThrow().aligned());
        assertEquals(before.gauges().outcome().get(), after.gauges().outcome().get());
        assertFalse(after.store().isChanged());
        while (before.history().position().get() > 0) {
            before.undo();
            after.undo();
            assertEquals(before.edited().get(), after.edited().get());
            assertEquals(
                    before.matching().state().get().permutations(),
                    after.matching().state().get().permutations());
            assertEquals(before.trained().bends().get(), after.trained().bends().get());
        }
    }

    @Test
    void anEmptySessionIsOneToo() {
        Path file = saved(session());
        Session other = full();
        other.store().open(file);
        assertEquals(Optional.empty(), other.a().get());
        assertEquals(Optional.empty(), other.edited().get());
        assertEquals(List.of(), other.history().edits());
    }

    @Test
    void dataThatChangedIsLeftOut() throws IOException {
        Path table = folder.resolve("rows.csv");
        Files.writeString(table, "0,1,a\n1,0,b\n1,1,a\n0,0,b\n2,1,a\n");
        Session before = ofSamples();
        before.openData(DataSets.load(DataRequest.of(table.toString())), 0);
        Path file = saved(before);
        Files.writeString(table, "0,1,a\n1,0,b\n1,1,a\n0,0,b\n3,1,a\n");
        Session after = session();
        after.store().open(file);
        assertTrue(after.failure().get().orElseThrow().getMessage().contains("rows.csv"));
        assertEquals(Optional.empty(), after.data().get());
        assertEquals(before.edited().get(), after.edited().get());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":1 | \"version\":2 | later version",
                "\"version\":1 | \"version\":\"x\" | version",
                "\"2-8-8-2\" | \"2-8-7-2\" | parameters",
                "\"2-8-8-2\" | \"2-9999999-9999999-2\" | ",
                "\"relu\" | \"rely\" | rely",
                "[0,5,2,3,4,1,6,7] | [0,5,2,3,4,5,6,7] | permutation",
                "[0,5,2,3,4,1,6,7] | [0,5,2] | 8",
                "\"position\":9 | \"position\":99 | position",
                "\"t\":0.375 | \"t\":1e9 | 't'",
                "\"layer\":0,\"neuron\":3 | \"layer\":0,\"neuron\":9 | neuron",
                "\"network.0\" | \"network.99\" | network.99",
                "\"kind\":\"Break\" | \"kind\":\"Brake\" | Brake",
                "\"selection\":[2,4] | \"selection\":[2,44] | neuron",
                "data.hash\" | data.hush\" | data",
                "\"edits\":[ | \"edits\":[5, | object",
                "\"task\":\"SWAP\" | \"task\":\"SWIM\" | task",
                "\"targets\":[\"neuron-0-1\"] | \"targets\":[5] | targets",
                "\"targets\":[\"neuron-0-1\"] | \"targets\":[\"a > b, c\"] | targets",
                "\"step\":1 | \"step\":2 | step",
                "\"steps\":[ | \"steps\":[],\"left\":[ | 0 steps",
            })
    void whatIsNotSoundIsToldInOneLine(String sound, String broken, String told) {
        Path file = saved(full());
        TensorFile content = Safetensors.read(file);
        String text = content.metadata().get("orbifold.session");
        String changed = text.replace(sound, broken);
        Path bad = folder.resolve("bad.orbifold");
        Safetensors.write(bad, new TensorFile(content.tensors(), Map.of("orbifold.session", changed)));
        Session other = ofSamples();
        Optional<Weights> before = other.edited().get();
        other.store().open(bad);
        assertFalse(changed.equals(text), () -> sound + " is not in it");
        Throwable fault = other.failure().get().orElseThrow();
        assertTrue(fault instanceof Fault, fault.toString());
        assertTrue(fault.getMessage().startsWith(bad.toString()), fault.getMessage());
        assertTrue(told == null || fault.getMessage().contains(told), fault.getMessage());
        assertEquals(before, other.edited().get(), "what was open stays open");
    }

    @Test
    void otherFilesAreNoSessions() throws IOException {
        Path file = saved(full());
        Path cut = folder.resolve("cut.orbifold");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        assertThrows(Fault.class, () -> SessionFile.read(cut));
        Path none = folder.resolve("none.orbifold");
        Safetensors.write(none, new TensorFile(new LinkedHashMap<>(), Map.of()));
        assertTrue(assertThrows(Fault.class, () -> SessionFile.read(none))
                .getMessage()
                .contains("no session"));
    }

    /** A process that is killed leaves its session; the next one finds it, opens it, and it is gone. */
    @Test
    void whatAKilledProcessLeftIsFound() throws IOException, InterruptedException {
        Session killed = full();
        long gone = goneProcess();
        Path left = folder.resolve("autosave-" + gone + ".orbifold");
        SessionFile.write(left, SessionState.of(killed));
        Session next = ofSamples();
        try (Autosave autosave = new Autosave(next, folder)) {
            assertEquals(List.of(left), autosave.left());
            autosave.recover(left);
            assertEquals(killed.edited().get(), next.edited().get());
            assertEquals(Optional.empty(), next.store().file().get());
            assertTrue(next.store().isChanged());
            assertFalse(Files.exists(left));
            autosave.look().orElseThrow().join();
            Path own = folder.resolve("autosave-" + ProcessHandle.current().pid() + ".orbifold");
            assertEquals(List.of(), autosave.left(), "a process that is alive has left nothing");
            assertEquals(
                    SessionFile.content(SessionState.of(next)),
                    SessionFile.content(SessionFile.read(own)
                            .state()
                            .on(SessionState.of(next).data().orElseThrow())));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList(), "what ends by itself leaves nothing");
        }
    }

    private static long goneProcess() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(), "-version")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        process.waitFor();
        return process.pid();
    }
}
