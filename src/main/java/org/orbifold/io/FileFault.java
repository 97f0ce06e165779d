package org.orbifold.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.orbifold.job.Fault;

/** Turns what went wrong with a file into the one line that a person reads. */
final class FileFault {
    private static final int LONGEST_NAME = 100;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private FileFault() {}

    /** {@code <path>: <what is wrong>}, from a failure to read or write it. */
    static Fault of(Path path, IOException e) {
        return new Fault(path + ": " + reason(e), e);
    }

    /** A name from inside a file, fit for a message: what does not print is replaced, what is too long is cut. */
    static String printable(String name) {
        String cut = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
        return UNPRINTABLE.matcher(cut).replaceAll("?");
    }

    /** What is wrong, in words. */
    static String reason(IOException e) {
        return switch (e) {
            case MalformedFileException malformed -> malformed.getMessage();
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "a file has its name";
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            case EOFException _ -> "the file ends early";
            case ZipException broken -> "not a sound zip file: " + printable(String.valueOf(broken.getMessage()));
            default -> "cannot be read or written: " + printable(String.valueOf(e.getMessage()));
        };
    }
}
