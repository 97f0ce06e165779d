package org.orbifold.figure;

import java.awt.Graphics2D;
import java.util.Optional;

/** A picture: immutable, painted at any size and in any theme, on any thread. */
public interface Figure {
    /**
     * Paints the picture, background included.
     *
     * @param width in points
     * @param height in points
     */
    void paint(Graphics2D g, double width, double height, Theme theme);

    /** What the picture shows, in a sentence: its caption on paper and its accessible description on the screen. */
    String caption();

    /** The numbers that it shows, if it shows curves. */
    default Optional<Table> table() {
        return Optional.empty();
    }
}
