package org.orbifold.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import org.orbifold.job.Progress;

/**
 * Progress of a command on standard error: a bar with rate and remaining time on a terminal, a line now and then
 * elsewhere. Work that is over within a second shows nothing.
 */
final class Console implements Progress {
    private static final double FIRST_SECONDS = 1;
    private static final double TERMINAL_EVERY = 0.2;
    private static final double OTHERWISE_EVERY = 20;
    private static final int BAR = 24;

    private final PrintStream err = System.err;
    private final boolean terminal = Optional.ofNullable(System.console())
            .map(java.io.Console::isTerminal)
            .orElse(false);
    private final long start = System.nanoTime();
    private double nextAt = FIRST_SECONDS;
    private boolean shown;

    @Override
    public synchronized void report(long done, long total, String message) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (seconds < nextAt || total <= 0) {
            return;
        }
        nextAt = seconds + (terminal ? TERMINAL_EVERY : OTHERWISE_EVERY);
        double share = Math.min(1, (double) done / total);
        double rate = done / seconds;
        String rest = rate > 0 ? String.format(Locale.ROOT, "%.0f s left", (total - done) / rate) : "";
        String figures = String.format(Locale.ROOT, "%3.0f %%  %.3g/s  %s  %s", 100 * share, rate, rest, message);
        if (terminal) {
            int filled = (int) Math.round(share * BAR);
            err.print("\r[" + "#".repeat(filled) + " ".repeat(BAR - filled) + "] " + figures + "\u001b[K");
        } else {
            err.println(figures);
        }
        err.flush();
        shown = true;
    }

    /** Takes the bar off its line, for another to be printed there. */
    synchronized void clear() {
        if (terminal && shown) {
            err.print("\r\u001b[K");
            err.flush();
            shown = false;
        }
    }

    /** Ends the bar's line. */
    synchronized void finish() {
        if (terminal && shown) {
            err.println();
        }
    }

    @Override
    public void checkCancelled() {}
}
