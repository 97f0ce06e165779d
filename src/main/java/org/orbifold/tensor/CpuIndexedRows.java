package org.orbifold.tensor;

import static org.orbifold.tensor.Scratch.Use.INPUT;
import static org.orbifold.tensor.Scratch.Use.RESULT_GRADIENT;
import static org.orbifold.tensor.Scratch.Use.WEIGHTS;
import static org.orbifold.tensor.Scratch.Use.WEIGHT_GRADIENT;

/**
 * {@code y_r} from {@code x_r} and row index[r] of a table, in blocks of rows: each is copied to the Java heap, computed
 * there and written once. There rows are padded to {@link Lanes#padded}, and so is each part of the table's.
 *
 * <p>Shapes: x {@code [1, rows, width]}, table {@code [1, any, parts width]}, y {@code [1, rows, width]}.
 */
abstract sealed class CpuIndexedRows implements Primitive permits CpuAddRows, CpuFilm {
    /** Rows of a block. */
    private static final int BLOCK = 64;

    private final Variable x;
    private final Variable table;
    private final int[] index;
    private final Variable y;
    private final int width;

    /** Padded rows that the table has, and of these one of its own. */
    private final int parts;

    private final int partsOfRow;

    /** The padded width. */
    final int stride;

    CpuIndexedRows(Variable x, Variable table, int[] index, Variable y) {
        this.x = x;
        this.table = table;
        this.index = index;
        this.y = y;
        width = y.value().dim(2);
        partsOfRow = table.value().dim(2) / width;
        parts = table.value().dim(1) * partsOfRow;
        stride = Lanes.padded(width);
    }

    /** Turns a block's rows of x, numbered from {@code first} on, into the result's, by their rows of the table. */
    abstract void forward(float[] x, int first, int count, float[] table);

    /** Turns the gradients g of a block's results into those of x's rows, and adds to those of the table's. */
    abstract void backward(float[] x, float[] g, int first, int count, float[] table, float[] tableGradient);

    /** Where a row's row of the table begins. */
    final int entry(int row) {
        return index[row] * partsOfRow * stride;
    }

    @Override
    public final void forward() {
        float[] rows = Scratch.of(INPUT, BLOCK * stride);
        float[] entries = Scratch.of(WEIGHTS, parts * stride);
        Lanes.read(table.value().memory(), 0, parts, width, entries);
        for (int from = 0; from < index.length; from += BLOCK) {
            int count = Math.min(BLOCK, index.length - from);
            Lanes.read(x.value().memory(), (long) from * width, count, width, rows);
            forward(rows, from, count, entries);
            Lanes.write(rows, count, width, y.value().memory(), (long) from * width);
        }
    }

    @Override
    public final void backward() {
        boolean addX = x.isDifferentiated() && x.accumulates();
        boolean addTable = table.isDifferentiated() && table.accumulates();
        float[] rows = Scratch.of(INPUT, BLOCK * stride);
        float[] g = Scratch.of(RESULT_GRADIENT, BLOCK * stride);
        float[] entries = Scratch.of(WEIGHTS, parts * stride);
        float[] gradients = Scratch.of(WEIGHT_GRADIENT, parts * stride);
        Lanes.read(table.value().memory(), 0, parts, width, entries);
        Lanes.readGradient(table, addTable, 0, parts, width, gradients);
        for (int from = 0; from < index.length; from += BLOCK) {
            int count = Math.min(BLOCK, index.length - from);
            long at = (long) from * width;
            Lanes.read(x.value().memory(), at, count, width, rows);
            Lanes.read(y.gradient().memory(), at, count, width, g);
            backward(rows, g, from, count, entries, gradients);
            if (x.isDifferentiated()) {
                Lanes.readGradient(x, addX, at, count, width, rows);
                Lanes.add(g, rows, count * stride);
                Lanes.write(rows, count, width, x.gradient().memory(), at);
            }
        }
        if (table.isDifferentiated()) {
            Lanes.write(gradients, parts, width, table.gradient().memory(), 0);
        }
    }
}
