package org.orbifold.tensor;

/**
 * The rows of feature maps of a population, between memory and the Java heap: x {@code [n, rows, features]}, or
 * {@code [rows, features]} shared by all networks, y {@code [n, rows, features]}.
 */
final class MapRows {
    final Variable x;
    final Variable y;
    final FeatureShape in;
    final int networks;
    final int rows;
    final int sizeIn;
    final int sizeOut;
    private final boolean shared;
    private boolean added;

    MapRows(Variable x, FeatureShape in, Variable y) {
        this.x = x;
        this.y = y;
        this.in = in;
        networks = y.value().dim(0);
        rows = y.value().dim(1);
        sizeIn = x.value().dim(-1);
        sizeOut = y.value().dim(2);
        shared = x.value().rank() == 2;
    }

    /** How many rows are worth a thread of their own, where each takes so many operations. */
    static int grain(double operations) {
        return (int) Math.clamp((1 << 17) / Math.max(1, operations), 1, 1 << 20);
    }

    /** Where row {@code r}, counted through all networks, begins in x. */
    long input(int r) {
        return (long) (shared ? r % rows : r) * sizeIn;
    }

    /** Where it begins in y. */
    long result(int r) {
        return (long) r * sizeOut;
    }

    void readInput(int r, float[] block) {
        x.value().read(input(r), block, 0, sizeIn);
    }

    void readGradient(int r, float[] block) {
        y.gradient().read(result(r), block, 0, sizeOut);
    }

    void write(int r, float[] block) {
        y.value().write(block, 0, result(r), sizeOut);
    }

    /** Notes whether a gradient of x stands already, before threads write theirs. */
    void beginBackward() {
        added = x.isDifferentiated() && x.accumulates();
    }

    /** Writes what a row contributes to the gradient of x, or adds it. */
    void writeGradient(int r, float[] block) {
        addGradient(input(r), block, sizeIn);
    }

    /** Writes to elements of the gradient of x from {@code at} on, or adds to them. */
    void addGradient(long at, float[] block, int count) {
        if (!added) {
            x.gradient().write(block, 0, at, count);
            return;
        }
        float[] sum = Scratch.of(Scratch.Use.RESIDUAL, count);
        x.gradient().read(at, sum, 0, count);
        for (int i = 0; i < count; i++) {
            sum[i] += block[i];
        }
        x.gradient().write(sum, 0, at, count);
    }
}
