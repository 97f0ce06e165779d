package org.orbifold.tensor;

/**
 * The shape of what a layer gives for one row: so many channels, each a map {@code [height, width]}. They lie channel
 * after channel, each row by row. Features without extent are channels of one by one.
 */
public record FeatureShape(int channels, int height, int width) {
    /** The most numbers a row may have on its way. */
    public static final int MAX_SIZE = 1 << 28;

    /** @throws IllegalArgumentException if a size is below 1, or all together are more than {@link #MAX_SIZE} */
    public FeatureShape {
        if (channels < 1 || height < 1 || width < 1 || (double) channels * height * width > MAX_SIZE) {
            throw new IllegalArgumentException("not a shape: " + channels + "x" + height + "x" + width);
        }
    }

    /** Features without extent. */
    public static FeatureShape flat(int features) {
        return new FeatureShape(features, 1, 1);
    }

    /** How many numbers they are. */
    public int size() {
        return channels * area();
    }

    /** The places of a channel. */
    public int area() {
        return height * width;
    }

    /** Whether channels have no extent. */
    public boolean isFlat() {
        return area() == 1;
    }

    /** {@code 784}, or {@code 3x32x32}. */
    @Override
    public String toString() {
        return isFlat() ? Integer.toString(channels) : channels + "x" + height + "x" + width;
    }
}
