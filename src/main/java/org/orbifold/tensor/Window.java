package org.orbifold.tensor;

/**
 * What a convolution or a pooling looks at: a rectangle that moves over maps in steps, beginning and ending outside of
 * them by a padding.
 *
 * @param height of the rectangle
 * @param width of the rectangle
 * @param down the step from row to row
 * @param right the step from column to column
 * @param above rows of padding above, and as many below
 * @param beside columns of padding on the left, and as many on the right
 */
public record Window(int height, int width, int down, int right, int above, int beside) {
    /** @throws IllegalArgumentException if a size or a step is below 1, or all that it sees may be padding */
    public Window {
        if (height < 1 || width < 1 || down < 1 || right < 1 || above < 0 || beside < 0) {
            throw new IllegalArgumentException("not a window: " + height + "x" + width);
        }
        if (above >= height || beside >= width) {
            throw new IllegalArgumentException(
                    "a window of " + height + "x" + width + " padded by " + above + "x" + beside);
        }
    }

    /** A square in equal steps both ways. */
    public static Window square(int size, int step, int padding) {
        return new Window(size, size, step, step, padding, padding);
    }

    /** How many places it sees at once. */
    public int area() {
        return height * width;
    }

    /**
     * The shape of what is seen of maps.
     *
     * @param channels of the result
     * @throws IllegalArgumentException if the maps and their padding are smaller than the window
     */
    public FeatureShape over(FeatureShape maps, int channels) {
        int rows = maps.height() + 2 * above - height;
        int columns = maps.width() + 2 * beside - width;
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException(
                    "a window of " + height + "x" + width + " on maps of " + maps.height() + "x" + maps.width());
        }
        return new FeatureShape(channels, rows / down + 1, columns / right + 1);
    }
}
