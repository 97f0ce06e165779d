package org.orbifold.ui.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.orbifold.figure.PathFigure;
import org.orbifold.job.Job;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;

class CurveCourseTest {
    private final BlockingQueue<Runnable> fx = new LinkedBlockingQueue<>();

    private void runUntil(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            Runnable next = fx.poll(1, TimeUnit.SECONDS);
            if (next != null) {
                next.run();
            }
            assertTrue(System.nanoTime() < end, "it did not come");
        }
    }

    /** A training that is cancelled leaves what was there before, and another can be begun. */
    @Test
    void aCancelledTrainingLeavesNothingBehind() throws InterruptedException {
        try (JobExecutor executor = JobExecutor.background(2)) {
            Session session = new Session(executor, fx::add);
            SampleModels.Pair pair = SampleModels.moonsPair();
            session.openA(new OpenNetwork("a", pair.a()));
            session.openB(new OpenNetwork("b", pair.b()));
            session.openData(pair.data(), 0);
            CurveCourse course = session.trained();
            session.train(PathFigure.Kind.BEZIER);
            runUntil(() -> !course.bends().get().isEmpty());
            assertEquals(Optional.of(PathFigure.Kind.BEZIER), course.training().get());
            executor.active().stream()
                    .filter(job -> job.title().startsWith("Training"))
                    .forEach(Job::cancel);
            runUntil(() -> course.training().get().isEmpty());
            assertFalse(session.offers(PathFigure.Kind.BEZIER));
            session.train(PathFigure.Kind.BEZIER);
            runUntil(() -> course.training().get().isEmpty());
            assertTrue(session.offers(PathFigure.Kind.BEZIER));
        }
    }
}
