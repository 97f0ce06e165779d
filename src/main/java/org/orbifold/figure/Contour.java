package org.orbifold.figure;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lines on which a sampled function takes a value, by marching squares with linear interpolation. */
final class Contour {
    private final float[] values;
    private final int size;
    private final double level;

    /** A point where the contour crosses an edge of the grid, by the edge's number, and the points it is joined to. */
    private record Crossing(double x, double y, List<Integer> neighbours) {}

    private final Map<Integer, Crossing> crossings = new HashMap<>();
    private final List<Integer> order = new ArrayList<>();

    private Contour(float[] values, int size, double level) {
        this.values = values;
        this.size = size;
        this.level = level;
    }

    /**
     * The contour of a square grid, as connected lines in the unit square. Saddles are cut by the mean of their corners.
     *
     * @param values {@code [size, size]}, row by row; the value at row r, column c stands at ((c + 1/2), (r + 1/2)) / size
     */
    static Path2D of(float[] values, int size, double level) {
        Contour contour = new Contour(values, size, level);
        for (int r = 0; r + 1 < size; r++) {
            for (int c = 0; c + 1 < size; c++) {
                contour.cut(r, c);
            }
        }
        return contour.lines();
    }

    private double value(int r, int c) {
        return values[r * size + c] - level;
    }

    /** Joins the crossings on the edges of one cell. */
    private void cut(int r, int c) {
        boolean nw = value(r, c) > 0;
        boolean ne = value(r, c + 1) > 0;
        boolean sw = value(r + 1, c) > 0;
        boolean se = value(r + 1, c + 1) > 0;
        if (nw == ne && ne == sw && sw == se) {
            return;
        }
        int north = edge(r, c, false);
        int south = edge(r + 1, c, false);
        int west = edge(r, c, true);
        int east = edge(r, c + 1, true);
        if (nw == se && ne == sw) {
            boolean middle = value(r, c) + value(r, c + 1) + value(r + 1, c) + value(r + 1, c + 1) > 0;
            join(north, middle == nw ? east : west);
            join(south, middle == nw ? west : east);
            return;
        }
        List<Integer> cuts = new ArrayList<>(2);
        if (nw != ne) {
            cuts.add(north);
        }
        if (sw != se) {
            cuts.add(south);
        }
        if (nw != sw) {
            cuts.add(west);
        }
        if (ne != se) {
            cuts.add(east);
        }
        join(cuts.get(0), cuts.get(1));
    }

    /** The number of the edge that leads right, or down, from a grid point. */
    private int edge(int r, int c, boolean down) {
        return 2 * (r * size + c) + (down ? 1 : 0);
    }

    private void join(int a, int b) {
        crossing(a).neighbours.add(b);
        crossing(b).neighbours.add(a);
    }

    private Crossing crossing(int edge) {
        return crossings.computeIfAbsent(edge, e -> {
            order.add(e);
            int r = e / 2 / size;
            int c = e / 2 % size;
            int down = e % 2;
            double here = value(r, c);
            double share = here / (here - value(r + down, c + 1 - down));
            double x = c + (1 - down) * share;
            double y = r + down * share;
            return new Crossing((x + 0.5) / size, (y + 0.5) / size, new ArrayList<>(2));
        });
    }

    /** Walks along the crossings: open lines from their ends, then what is left, which is closed. */
    private Path2D lines() {
        Path2D path = new Path2D.Double();
        for (int pass = 0; pass < 2; pass++) {
            for (int start : order) {
                Crossing crossing = crossings.get(start);
                if (pass == 0 ? crossing.neighbours.size() == 1 : !crossing.neighbours.isEmpty()) {
                    walk(path, start);
                }
            }
        }
        return path;
    }

    private void walk(Path2D path, int start) {
        int at = start;
        Crossing crossing = crossings.get(at);
        path.moveTo(crossing.x, crossing.y);
        while (!crossing.neighbours.isEmpty()) {
            int next = crossing.neighbours.removeFirst();
            crossings.get(next).neighbours.remove(Integer.valueOf(at));
            at = next;
            crossing = crossings.get(at);
            path.lineTo(crossing.x, crossing.y);
        }
    }
}
