package org.orbifold.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class JobTest {
    @Test
    void directExecutorEndsAJobBeforeSubmitReturns() {
        JobExecutor executor = JobExecutor.direct();
        Job<Integer> job = executor.submit("sum", progress -> {
            progress.report(3, 4, "adding");
            return 42;
        });
        assertEquals(Job.State.SUCCEEDED, job.status().state());
        assertEquals(42, job.join());
        assertEquals(0.75, job.status().fraction().orElseThrow());
        assertEquals("adding", job.status().message());
        assertTrue(executor.active().isEmpty());
    }

    @Test
    void failureIsKept() {
        IllegalStateException cause = new IllegalStateException("broken");
        Job<Void> job = JobExecutor.direct().submit("fails", progress -> {
            throw cause;
        });
        assertEquals(Job.State.FAILED, job.status().state());
        CompletionException thrown = assertThrows(CompletionException.class, () -> job.join());
        assertSame(cause, thrown.getCause());
    }

    @Test
    void cancelledWorkStopsAtItsNextReport() throws InterruptedException {
        try (JobExecutor executor = JobExecutor.background(1)) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            Job<Void> job = executor.submit("endless", progress -> {
                started.countDown();
                cancelled.await();
                progress.report(1, 2, "too late");
                throw new AssertionError("went on");
            });
            Job<Void> queued = executor.submit("queued behind", progress -> {
                throw new AssertionError("was started");
            });
            started.await();
            assertEquals(2, executor.active().size());
            queued.cancel();
            job.cancel();
            cancelled.countDown();
            assertThrows(CancellationException.class, () -> job.join());
            assertThrows(CancellationException.class, () -> queued.join());
            assertEquals(Job.State.CANCELLED, job.status().state());
            assertTrue(executor.active().isEmpty());
        }
    }

    @Test
    void aClosedExecutorCancelsWhatItIsGiven() {
        JobExecutor executor = JobExecutor.background(1);
        executor.close();
        Job<Integer> late = executor.submit("late", progress -> 1);
        assertEquals(Job.State.CANCELLED, late.status().state());
        assertThrows(CancellationException.class, () -> late.join());
        assertEquals(List.of(), executor.active());
    }

    @Test
    void rateAndRemainingTimeFollowFromTheStart() {
        Job.Status status = new Job.Status(Job.State.RUNNING, 30, 120, "", 1_000_000_000L);
        long threeSecondsIn = 4_000_000_000L;
        assertEquals(10, status.rate(threeSecondsIn), 1e-9);
        assertEquals(9, status.remainingSeconds(threeSecondsIn).orElseThrow(), 1e-9);
        Job.Status unknown = new Job.Status(Job.State.RUNNING, 30, 0, "", 1_000_000_000L);
        assertFalse(unknown.fraction().isPresent());
        assertFalse(unknown.remainingSeconds(threeSecondsIn).isPresent());
    }

    @Test
    void aFaultIsOneLine() {
        assertEquals("a.bin: bad  thing", Fault.in("a.bin", "bad\r\nthing").getMessage());
    }
}
