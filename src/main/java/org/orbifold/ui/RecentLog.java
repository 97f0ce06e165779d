package org.orbifold.ui;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The last of what the program itself logged, faults of the user's among it, for somebody to look at. */
final class RecentLog extends Handler {
    /** Records that are kept. */
    static final int MOST = 1000;

    private static final String PROGRAM = "org.orbifold";

    /** Kept, so that its level stays. */
    private final Logger program = Logger.getLogger(PROGRAM);

    private final Deque<LogRecord> records = new ArrayDeque<>();
    private long count;

    private RecentLog() {
        program.setLevel(Level.FINE);
        setLevel(Level.ALL);
    }

    /** The one that listens to the logging library, which this starts; made by the first call. */
    static synchronized RecentLog listening() {
        Logger root = Logger.getLogger("");
        return Arrays.stream(root.getHandlers())
                .filter(RecentLog.class::isInstance)
                .map(RecentLog.class::cast)
                .findFirst()
                .orElseGet(() -> {
                    RecentLog log = new RecentLog();
                    root.addHandler(log);
                    return log;
                });
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        if (!isLoggable(entry)
                || entry.getLoggerName() == null
                || !entry.getLoggerName().startsWith(PROGRAM)) {
            return;
        }
        if (records.size() == MOST) {
            records.removeFirst();
        }
        records.addLast(entry);
        count++;
    }

    /** The records that are kept, oldest first. */
    synchronized List<LogRecord> records() {
        return List.copyOf(records);
    }

    /** How many there were in all. */
    synchronized long count() {
        return count;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
