package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;
import org.orbifold.job.Fault;

/** What every refused file has in common: a fault of one line that begins with the file's name. */
final class Refusal {
    private Refusal() {}

    /** Asserts that {@code work} is refused for {@code path}, in a line that has {@code words} in it. */
    static void of(Path path, String words, Executable work) {
        Fault fault = assertThrows(Fault.class, work);
        requireOneLine(path, fault);
        assertTrue(fault.getMessage().contains(words), fault.getMessage());
    }

    static void requireOneLine(Path path, Fault fault) {
        String message = fault.getMessage();
        assertTrue(message.startsWith(path + ": "), message);
        assertTrue(message.length() > path.toString().length() + 5, message);
        assertEquals(1, message.lines().count(), message);
        assertTrue(
                message.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029), message);
        assertFalse(message.contains("Exception") || message.endsWith(": null"), message);
    }
}
