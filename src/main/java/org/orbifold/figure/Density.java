package org.orbifold.figure;

import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.orbifold.flow.PrincipalPlane.Place;
import org.orbifold.net.Spread;

/**
 * The density of places of a plane: Gaussian kernels along both axes, as wide as Scott (1992) has it, deviation times
 * {@code n^(-1/6)}.
 */
final class Density {
    private static final int SIZE = 96;

    /** Kernels are at least as wide as this share of what is seen: a place may stand for itself. */
    private static final double LEAST = 0.01;

    /** What is known around the frame, as a share of it to each side. */
    private static final double BEYOND = 0.4;

    private final Domain domain;

    /** {@code [SIZE, SIZE]}, row by row from the top: the integral over each cell. */
    private final float[] masses = new float[SIZE * SIZE];

    /** The density of places, in a frame and somewhat beyond. */
    Density(List<Place> places, Domain frame) {
        double dx = BEYOND * (frame.maxX() - frame.minX());
        double dy = BEYOND * (frame.maxY() - frame.minY());
        domain = new Domain(frame.minX() - dx, frame.minY() - dy, frame.maxX() + dx, frame.maxY() + dy);
        double wx = width(places, Place::x, LEAST * (frame.maxX() - frame.minX()));
        double wy = width(places, Place::y, LEAST * (frame.maxY() - frame.minY()));
        double cell = (domain.maxX() - domain.minX()) * (domain.maxY() - domain.minY()) / (SIZE * SIZE);
        for (Place place : places) {
            double[] ofColumn = kernel(c -> domain.x((c + 0.5) / SIZE), place.x(), wx);
            double[] ofRow = kernel(r -> domain.y(1 - (r + 0.5) / SIZE), place.y(), wy);
            for (int r = 0; r < SIZE; r++) {
                double factor = ofRow[r] * cell / places.size();
                for (int c = 0; c < SIZE; c++) {
                    masses[r * SIZE + c] += (float) (factor * ofColumn[c]);
                }
            }
        }
    }

    private static double width(List<Place> places, ToDoubleFunction<Place> coordinate, double least) {
        double deviation = Spread.of(places.stream().mapToDouble(coordinate)).deviation();
        return Math.max(least, deviation * Math.pow(places.size(), -1.0 / 6));
    }

    private interface Cell {
        double center(int i);
    }

    private static double[] kernel(Cell cell, double at, double width) {
        double[] values = new double[SIZE];
        Arrays.setAll(values, i -> {
            double z = (cell.center(i) - at) / width;
            return Math.exp(-z * z / 2) / (width * Math.sqrt(2 * Math.PI));
        });
        return values;
    }

    /** What the density is known over. */
    Domain domain() {
        return domain;
    }

    /**
     * The outline of the smallest region that holds a share of all, in the unit square over the domain, y downwards;
     * empty if the domain holds less than that.
     */
    Path2D region(double share) {
        float[] sorted = masses.clone();
        Arrays.sort(sorted);
        double held = 0;
        for (int i = sorted.length - 1; i >= 0; i--) {
            held += sorted[i];
            if (held >= share) {
                Path2D outline = Contour.of(masses, SIZE, sorted[i]);
                outline.setWindingRule(Path2D.WIND_EVEN_ODD);
                return outline;
            }
        }
        return new Path2D.Double();
    }
}
