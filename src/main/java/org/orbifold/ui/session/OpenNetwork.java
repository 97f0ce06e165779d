package org.orbifold.ui.session;

import java.util.Optional;
import org.orbifold.net.Weights;

/**
 * A network that is open: as it was read, under the name it is shown by.
 *
 * @param location where it was read, as {@link org.orbifold.io.ModelFile#read} takes it; empty if it is in no file of the
 *     user's
 */
public record OpenNetwork(String name, Weights weights, Optional<String> location) {
    /** A network that comes with the program, or was made by it. */
    public OpenNetwork(String name, Weights weights) {
        this(name, weights, Optional.empty());
    }

    /** What tells it from others. */
    String origin() {
        return location.orElse(name);
    }
}
