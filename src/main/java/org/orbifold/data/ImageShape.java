package org.orbifold.data;

/**
 * The shape of images whose pixels are features, row by row from the top.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record ImageShape(int width, int height) {
    /** The number of pixels. */
    public int pixels() {
        return Math.multiplyExact(width, height);
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
