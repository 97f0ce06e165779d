package org.orbifold.study;

import java.nio.file.Path;
import java.util.List;
import org.orbifold.job.Progress;

/**
 * A part of a study, which leaves its result as one file.
 *
 * @param file its name in the study's folder, with a slash between folders
 * @param settings all that the result depends on besides other steps' files
 * @param from the files of earlier steps that it depends on
 * @param effort in units of a step that takes next to no time, for the progress
 * @param work what it does
 */
record Step(String file, String settings, List<String> from, int effort, Work work) {
    /** Makes the file of a step. */
    @FunctionalInterface
    interface Work {
        /**
         * Writes the file, whole or not at all. If it is there already, it is what the same step left when it was
         * stopped before its end.
         */
        void run(Path file, Progress progress);
    }

    Step {
        from = List.copyOf(from);
    }
}
