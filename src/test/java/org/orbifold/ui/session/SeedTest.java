package org.orbifold.ui.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orbifold.figure.PathFigure;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.study.SampleModels;

/** The seed of a session decides what is drawn at random, and nothing else does. */
class SeedTest {
    private static Session session(long seed) {
        Session session = new Session(JobExecutor.direct(), Runnable::run);
        SampleModels.Pair pair = SampleModels.moonsPair();
        session.openA(new OpenNetwork("a", pair.a()));
        session.openB(new OpenNetwork("b", pair.b()));
        session.openData(pair.data(), 0);
        session.seed().set(seed);
        return session;
    }

    private static List<Weights> curve(long seed) {
        Session session = session(seed);
        session.train(PathFigure.Kind.BEZIER);
        return session.trained().bends().get().get(PathFigure.Kind.BEZIER);
    }

    @Test
    void theSameSeedTrainsTheSameCurveAndAnotherAnother() {
        assertEquals(curve(3), curve(3));
        assertNotEquals(curve(3), curve(4));
    }

    @Test
    void aFlowIsPlannedByItAndSlicesAreDrawnByIt() {
        Session session = session(7);
        assertEquals(7, session.slice().seed().get());
        Architecture architecture = session.a().get().orElseThrow().weights().architecture();
        assertEquals(
                7, FlowSettings.DEFAULT.plan(architecture, session.seed().get()).seed());
    }

    @Test
    void runsAreListedWithHowTheyEnded() {
        Session session = session(0);
        session.align(false);
        session.train(PathFigure.Kind.CHAIN);
        List<Runs.Run> runs = session.runs().all();
        assertEquals(
                List.of("Training a chain curve from A to B", "Aligning B to A by weights"),
                runs.stream().map(Runs.Run::title).toList());
        assertEquals(Optional.of("done"), runs.getFirst().end());
    }

    @Test
    void theHistoryIsGoneToAnyPlace() {
        Session session = session(0);
        Architecture architecture = session.a().get().orElseThrow().weights().architecture();
        Weights opened = session.edited().get().orElseThrow();
        session.edit(Edit.swap(architecture, 0, 1, 2));
        Weights once = session.edited().get().orElseThrow();
        session.edit(Edit.scale(architecture, 1, 3, 2));
        session.align(false);
        Weights all = session.edited().get().orElseThrow();
        session.goTo(1);
        assertEquals(once, session.edited().get().orElseThrow());
        assertEquals(Optional.empty(), session.alignment().get());
        session.goTo(0);
        assertEquals(opened, session.edited().get().orElseThrow());
        session.goTo(3);
        assertEquals(all, session.edited().get().orElseThrow());
        assertEquals(3, session.history().position().get());
    }
}
