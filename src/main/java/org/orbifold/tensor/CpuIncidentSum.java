package org.orbifold.tensor;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.orbifold.tensor.Lanes.SPECIES;
import static org.orbifold.tensor.Scratch.Use.INPUT;
import static org.orbifold.tensor.Scratch.Use.RESULT;
import static org.orbifold.tensor.Scratch.Use.RESULT_GRADIENT;
import static org.orbifold.tensor.Scratch.Use.WEIGHTS;
import static org.orbifold.tensor.Scratch.Use.WEIGHT_GRADIENT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** As {@link Kernels#incidentSum}, on the Java heap. */
final class CpuIncidentSum implements Primitive {
    private final EdgeEnds ends;
    private final EdgeFactors factors;
    private final Variable edges;
    private final Variable table;
    private final int[] classes;
    private final Variable y;
    private final int count;
    private final int features;
    private final int nodes;
    private final int width;
    private final int stride;

    /** Padded rows of the table: two for each class and feature, to the target and to the source. */
    private final int rows;

    CpuIncidentSum(LayeredGraph graph, Variable edges, Variable table, int[] classes, EdgeFactors factors, Variable y) {
        ends = new EdgeEnds(graph);
        this.factors = factors;
        this.edges = edges;
        this.table = table;
        this.classes = classes;
        this.y = y;
        count = edges.value().dim(1);
        features = edges.value().dim(2);
        nodes = y.value().dim(1);
        width = y.value().dim(2);
        stride = Lanes.padded(width);
        rows = 2 * table.value().dim(1);
    }

    /** The row of the table for a feature of an edge, to its target; the next is to its source. */
    private int row(int e, int f) {
        return 2 * (classes[e % classes.length] * features + f) * stride;
    }

    private void readEdges(float[] x) {
        edges.value().read(0, x, 0, count * features);
    }

    @Override
    public void forward() {
        float[] sums = Scratch.zeros(RESULT, nodes * stride);
        float[] entries = Scratch.of(WEIGHTS, rows * stride);
        float[] x = Scratch.of(INPUT, count * features);
        Lanes.read(table.value().memory(), 0, rows, width, entries);
        readEdges(x);
        for (int e = 0; e < count; e++) {
            int up = ends.target(e) * stride;
            int down = ends.source(e) * stride;
            for (int f = 0; f < features; f++) {
                int row = row(e, f);
                add(x[e * features + f] * factors.of(2 * e), entries, row, sums, up);
                add(x[e * features + f] * factors.of(2 * e + 1), entries, row + stride, sums, down);
            }
        }
        Lanes.write(sums, nodes, width, y.value().memory(), 0);
    }

    @Override
    public void backward() {
        boolean addTable = table.isDifferentiated() && table.accumulates();
        float[] dy = Scratch.of(RESULT_GRADIENT, nodes * stride);
        float[] entries = Scratch.of(WEIGHTS, rows * stride);
        float[] gradients = Scratch.of(WEIGHT_GRADIENT, rows * stride);
        float[] x = Scratch.of(INPUT, count * features);
        Lanes.read(y.gradient().memory(), 0, nodes, width, dy);
        Lanes.read(table.value().memory(), 0, rows, width, entries);
        Lanes.readGradient(table, addTable, 0, rows, width, gradients);
        readEdges(x);
        for (int e = 0; e < count; e++) {
            int up = ends.target(e) * stride;
            int down = ends.source(e) * stride;
            for (int f = 0; f < features; f++) {
                int row = row(e, f);
                int at = e * features + f;
                float toTarget = factors.of(2 * e);
                float toSource = factors.of(2 * e + 1);
                add(x[at] * toTarget, dy, up, gradients, row);
                add(x[at] * toSource, dy, down, gradients, row + stride);
                x[at] = toTarget * dot(dy, up, entries, row) + toSource * dot(dy, down, entries, row + stride);
            }
        }
        if (table.isDifferentiated()) {
            Lanes.write(gradients, rows, width, table.gradient().memory(), 0);
        }
        if (edges.isDifferentiated()) {
            if (edges.accumulates()) {
                Lanes.addRow(x, count * features, edges.gradient().memory(), 0);
            } else {
                edges.gradient().write(x, 0, 0, count * features);
            }
        }
    }

    private void add(float factor, float[] from, int f, float[] to, int t) {
        for (int c = 0; c < stride; c += Lanes.COUNT) {
            fromArray(SPECIES, from, f + c)
                    .mul(factor)
                    .add(fromArray(SPECIES, to, t + c))
                    .intoArray(to, t + c);
        }
    }

    private float dot(float[] a, int i, float[] b, int j) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int c = 0; c < stride; c += Lanes.COUNT) {
            sum = fromArray(SPECIES, a, i + c).fma(fromArray(SPECIES, b, j + c), sum);
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }
}
