package org.orbifold.ui.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import org.junit.jupiter.api.Test;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;

/** A view hears of changes for as long as it is there, though it holds only what it listens to, and not even that. */
class HeardChangesTest {
    private final Session session = new Session(JobExecutor.direct(), Runnable::run);
    private final Set<String> heard = new TreeSet<>();

    private void listen(String name, Observable observable) {
        observable.addListener((InvalidationListener) o -> heard.add(name));
    }

    private static void collectGarbage() {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        for (int k = 0; k < 100 && garbage.get() != null; k++) {
            System.gc();
        }
        assertEquals(null, garbage.get());
    }

    @Test
    void listenersOutliveAGarbageCollection() {
        listen("steps", session.matching().steps());
        listen("outcomes", session.matching().outcomes());
        listen("edits", session.history().edits());
        listen("runs", session.runs().all());
        collectGarbage();
        SampleModels.Pair pair = SampleModels.moonsPair();
        session.openA(new OpenNetwork("a.safetensors", pair.a()));
        session.openB(new OpenNetwork("b.safetensors", pair.b()));
        session.openData(pair.data(), 0);
        session.matching().run();
        assertTrue(heard.containsAll(List.of("steps", "outcomes", "edits", "runs")), heard::toString);
    }
}
