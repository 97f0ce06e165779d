package org.orbifold.zoo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.orbifold.job.Progress;
import org.orbifold.tensor.Backend;

/** Networks worked on side by side, one a thread. */
public final class SideBySide {
    private SideBySide() {}

    /** What becomes of each of {@code count} networks, in order; {@code work} takes their numbers. */
    public static <T> List<T> map(int count, String message, Progress progress, IntFunction<T> work) {
        List<T> results = new ArrayList<>(Collections.nCopies(count, null));
        AtomicInteger done = new AtomicInteger();
        Backend.workers().forEach(count, 1, (from, to) -> {
            for (int k = from; k < to; k++) {
                results.set(k, work.apply(k));
                progress.report(done.incrementAndGet(), count, message);
            }
        });
        return results;
    }
}
