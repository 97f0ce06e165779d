package org.orbifold.ui.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a flow is: in a file of the user's, only in the one that trainings leave their checkpoints in, or in none. */
final class FlowKeeping {
    private Optional<Path> checkpoints = Optional.empty();
    private Optional<Path> place = Optional.empty();

    /** Has trainings leave their checkpoints in a file. */
    void leaveCheckpointsIn(Path file) {
        checkpoints = Optional.of(file);
    }

    /** Where trainings leave their checkpoints. */
    Optional<Path> checkpoints() {
        return checkpoints;
    }

    void isIn(Path file) {
        place = Optional.of(file);
    }

    void isOnlyTrained() {
        place = checkpoints;
    }

    void isNowhere() {
        place = Optional.empty();
    }

    /** Whether it is in none of the user's files. */
    boolean isOwn() {
        return place.isPresent() && place.equals(checkpoints);
    }

    /** The file that it is in, the program's own once it is there. */
    Optional<Path> place() {
        return place.filter(file -> !isOwn() || Files.exists(file));
    }
}
