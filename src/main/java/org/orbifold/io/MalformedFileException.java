package org.orbifold.io;

import java.io.IOException;
import java.io.Serial;

/** What is wrong with the content of a file, in words for a person, without the file's name. */
final class MalformedFileException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    MalformedFileException(String fault) {
        super(fault);
    }

    MalformedFileException(String fault, Throwable cause) {
        super(fault, cause);
    }
}
