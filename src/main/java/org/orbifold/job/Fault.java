package org.orbifold.job;

import java.io.Serial;

/**
 * A failure that the user can mend: a bad file, a wrong option, a symmetry that an activation does not have. Its message
 * is one line made for a person and names the thing at fault; it is shown as it is, without a stack trace.
 */
public final class Fault extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A fault described by one line. Line breaks and control characters are replaced, so that it stays one line. */
    public Fault(String message) {
        super(singleLine(message));
    }

    /** As {@link #Fault(String)}, with what caused it (for the log). */
    public Fault(String message, Throwable cause) {
        super(singleLine(message), cause);
    }

    /** A fault in a named source (a file, an option): {@code "<source>: <fault>"}. */
    public static Fault in(Object source, String fault) {
        return new Fault(source + ": " + fault);
    }

    private static String singleLine(String message) {
        StringBuilder line = new StringBuilder(message.length());
        message.codePoints().limit(1000).forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString().strip();
    }
}
