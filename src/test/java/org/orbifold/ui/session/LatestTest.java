package org.orbifold.ui.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.orbifold.job.Fault;
import org.orbifold.job.JobExecutor;

class LatestTest {
    private final Queue<Runnable> fx = new ConcurrentLinkedQueue<>();
    private final List<String> received = new ArrayList<>();
    private final Latest latest = new Latest(JobExecutor.direct(), fx::add, cause -> received.add("failure"));

    private void drain() {
        while (!fx.isEmpty()) {
            fx.remove().run();
        }
    }

    @Test
    void onlyTheLatestResultIsReceived() {
        latest.submit("first", progress -> "first", received::add);
        latest.submit("second", progress -> "second", received::add);
        drain();
        assertEquals(List.of("second"), received);
    }

    @Test
    void whyThereIsNoResultIsToldUntilMoreIsAskedFor() {
        assertEquals(Optional.empty(), latest.stop().get());
        latest.submit("first", progress -> cancelled(), received::add);
        drain();
        assertEquals(Optional.of("Cancelled."), latest.stop().get());
        latest.submit("second", progress -> fails(), received::add);
        assertEquals(Optional.empty(), latest.stop().get());
        drain();
        assertEquals(Optional.of("This failed: no plane"), latest.stop().get());
        assertEquals(List.of("failure"), received);
        latest.submit("third", progress -> "third", received::add);
        drain();
        assertEquals(Optional.empty(), latest.stop().get());
    }

    private static String cancelled() {
        throw new CancellationException();
    }

    private static String fails() {
        throw new Fault("no plane");
    }

    @Test
    void whatIsDroppedIsNotReceivedThoughItHadEnded() {
        latest.submit("first", progress -> "first", received::add);
        latest.drop();
        drain();
        assertEquals(List.of(), received);
        latest.submit("second", progress -> "second", received::add);
        drain();
        assertEquals(List.of("second"), received);
    }
}
