package org.orbifold.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.orbifold.job.Fault;

/** Folders that results go to. */
public final class OutputFolder {
    private OutputFolder() {}

    /**
     * Makes a folder, and those above it, unless it is there.
     *
     * @throws Fault if that cannot be
     */
    public static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Fault(folder + ": the folder cannot be made: " + FileFault.reason(e), e);
        }
    }
}
