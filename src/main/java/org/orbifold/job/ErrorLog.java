package org.orbifold.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Where details of failures go: a file in the user's home, made when there is something to write. Made itself by the
 * logging library, as its configuration, when something is first logged: to start that library opens every jar.
 */
public final class ErrorLog {
    /** The logging library's configuration: warnings and worse go to the file, nothing to the terminal. */
    public ErrorLog() {
        Logger.getLogger("").addHandler(new Handler() {
            private Handler target;

            @Override
            public synchronized void publish(LogRecord entry) {
                if (entry.getLevel().intValue() < Level.WARNING.intValue()) {
                    return;
                }
                if (target == null) {
                    target = open();
                }
                target.publish(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {
                if (target != null) {
                    target.close();
                }
            }
        });
    }

    /** The file. */
    public static Path file() {
        return Path.of(System.getProperty("user.home"), ".orbifold", "orbifold.log");
    }

    /** Makes it what the program logs to. */
    public static void install() {
        System.setProperty("java.util.logging.config.class", ErrorLog.class.getName());
    }

    private static Handler open() {
        try {
            Files.createDirectories(file().getParent());
            FileHandler handler = new FileHandler(file().toString(), 1 << 20, 1, true);
            handler.setFormatter(new SimpleFormatter());
            return handler;
        } catch (IOException e) {
            return new ConsoleHandler();
        }
    }
}
