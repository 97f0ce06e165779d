package org.orbifold.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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
        Job.Status status = new Job.Status(Job.State.RUNNING, 30, 120, "", 1_000_000_000L, 0);
        long threeSecondsIn = 4_000_000_000L;
        assertEquals(10, status.rate(threeSecondsIn), 1e-9);
        assertEquals(9, status.remainingSeconds(threeSecondsIn).orElseThrow(), 1e-9);
        Job.Status unknown = new Job.Status(Job.State.RUNNING, 30, 0, "", 1_000_000_000L, 0);
        assertFalse(unknown.fraction().isPresent());
        assertFalse(unknown.remainingSeconds(threeSecondsIn).isPresent());
    }

    @Test
    void pausedTimeDoesNotCount() {
        Job.Status paused = new Job.Status(Job.State.PAUSED, 30, 120, "", 1_000_000_000L, 4_000_000_000L);
        assertEquals(10, paused.rate(60_000_000_000L), 1e-9);
        assertEquals(9, paused.remainingSeconds(60_000_000_000L).orElseThrow(), 1e-9);
    }

    @Test
    void theStartIsPutOffByAPause() throws InterruptedException {
        try (JobExecutor executor = JobExecutor.background(1)) {
            CountDownLatch reported = new CountDownLatch(1);
            Job<Integer> job = executor.submit("counts", progress -> {
                for (int k = 1; ; k++) {
                    progress.report(k, 0, "counting");
                    reported.countDown();
                }
            });
            reported.await();
            long started = job.status().startedNanos();
            job.pause();
            long paused = job.status().pausedNanos();
            job.resume();
            long resumed = System.nanoTime();
            Job.Status now = job.status();
            assertEquals(0, now.pausedNanos());
            assertTrue(now.startedNanos() > started && now.startedNanos() <= started + resumed - paused);
            job.cancel();
        }
    }

    @Test
    void pausedWorkRestsAtItsNextReportAndAnotherRunsInItsPlace() throws InterruptedException {
        try (JobExecutor executor = JobExecutor.background(1)) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch paused = new CountDownLatch(1);
            AtomicBoolean wentOn = new AtomicBoolean();
            Job<Integer> job = executor.submit("rests", progress -> {
                started.countDown();
                paused.await();
                progress.report(1, 2, "half");
                wentOn.set(true);
                return 1;
            });
            Job<Integer> next = executor.submit("waits for a place", progress -> 2);
            assertEquals(Job.State.QUEUED, next.status().state());
            started.await();
            job.pause();
            paused.countDown();
            assertEquals(2, next.join(), "a job that rests gives its place up");
            assertEquals(Job.State.PAUSED, job.status().state());
            assertFalse(wentOn.get());
            job.resume();
            assertEquals(1, job.join());
            CountDownLatch held = new CountDownLatch(1);
            Job<Integer> holding = executor.submit("holds the place", progress -> {
                held.await();
                return 3;
            });
            Job<Integer> behind = executor.submit("queued", progress -> 4);
            held.countDown();
            assertEquals(7, holding.join() + behind.join());
        }
    }

    @Test
    void cancellingWakesAPausedJob() throws InterruptedException {
        for (JobExecutor executor : List.of(JobExecutor.background(1), JobExecutor.direct())) {
            try (executor) {
                Thread waker = Thread.ofVirtual().unstarted(() -> {
                    while (executor.active().getFirst().status().state() != Job.State.PAUSED) {
                        Thread.onSpinWait();
                    }
                    executor.active().getFirst().cancel();
                });
                Job<Void> job = executor.submit("rests", progress -> {
                    executor.active().getFirst().pause();
                    waker.start();
                    progress.report(1, 2, "half");
                    throw new AssertionError("went on");
                });
                assertThrows(CancellationException.class, () -> job.join());
                assertEquals(Job.State.CANCELLED, job.status().state());
                waker.join();
            }
        }
    }

    @Test
    void workThatRestsInItsOwnWayIsAskedToAndIsNotHeldWhereItReports() throws InterruptedException {
        try (JobExecutor executor = JobExecutor.background(1)) {
            List<String> asked = new CopyOnWriteArrayList<>();
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch paused = new CountDownLatch(1);
            Resting resting = new Resting() {
                @Override
                public void rest() {
                    asked.add("rest");
                }

                @Override
                public void proceed() {
                    asked.add("proceed");
                }
            };
            Job<Integer> job = executor.submit(
                    "rests by itself",
                    progress -> {
                        started.countDown();
                        paused.await();
                        progress.report(1, 1, "not held");
                        return 1;
                    },
                    resting);
            started.await();
            job.pause();
            job.resume();
            job.pause();
            paused.countDown();
            assertEquals(1, job.join());
            assertEquals(List.of("rest", "proceed", "rest"), asked);
            assertEquals(Job.State.SUCCEEDED, job.status().state());
        }
    }

    @Test
    void aFaultIsOneLine() {
        assertEquals("a.bin: bad  thing", Fault.in("a.bin", "bad\r\nthing").getMessage());
    }
}
