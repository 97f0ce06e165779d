package org.orbifold.figure;

import java.util.Arrays;
import org.orbifold.path.LossSlice;

/** A slice's losses as heights from 0 to 1 on a scale: a grid of the points that are known, as fine as it can be. */
final class Surface {
    private static final int COARSEST = 16;

    private final LossSlice slice;
    private final double[] heights;
    private final int stride;
    private final int size;

    Surface(LossSlice slice, LossScale scale) {
        this.slice = slice;
        heights = Arrays.stream(slice.losses()).map(scale::share).toArray();
        int finest = 1;
        while (finest <= COARSEST && !isKnown(finest)) {
            finest *= 2;
        }
        stride = finest;
        size = finest > COARSEST ? 0 : (slice.resolution() - 1) / finest + 1;
    }

    private boolean isKnown(int every) {
        int n = slice.resolution();
        for (int r = 0; r < n; r += every) {
            for (int c = 0; c < n; c += every) {
                if (Double.isNaN(slice.accuracies()[r * n + c])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Points each way; 0 where too few are known. */
    int size() {
        return size;
    }

    /** What it covers; the whole window where too few points are known. */
    LossSlice.Window extent() {
        return size < 2 ? slice.window() : new LossSlice.Window(x(0), y(0), x(size - 1), y(size - 1));
    }

    double x(int c) {
        return slice.x(c * stride);
    }

    double y(int r) {
        return slice.y(r * stride);
    }

    double height(int c, int r) {
        return heights[r * stride * slice.resolution() + c * stride];
    }

    /** The height at a place of the plane, bilinear between points; not a number outside them. */
    double height(double x, double y) {
        if (size < 2) {
            return Double.NaN;
        }
        double c = (x - x(0)) / (x(1) - x(0));
        double r = (y - y(0)) / (y(1) - y(0));
        if (!(c >= 0 && c <= size - 1 && r >= 0 && r <= size - 1)) {
            return Double.NaN;
        }
        int left = Math.min((int) c, size - 2);
        int low = Math.min((int) r, size - 2);
        double below = (1 - (c - left)) * height(left, low) + (c - left) * height(left + 1, low);
        double above = (1 - (c - left)) * height(left, low + 1) + (c - left) * height(left + 1, low + 1);
        return (1 - (r - low)) * below + (r - low) * above;
    }
}
