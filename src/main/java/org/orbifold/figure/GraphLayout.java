package org.orbifold.figure;

import java.awt.geom.Point2D;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.orbifold.graph.WeightGraph;
import org.orbifold.tensor.LayeredGraph;

/**
 * Where a weight graph's nodes stand in a picture of some size: one column a layer. Where a column has no room for all of
 * its nodes, it shows those of the largest weights (by the norm of all that lead to and from them) in their order.
 */
public final class GraphLayout {
    /** Room above the columns for their headings, below for the keys. */
    private static final double TOP = 84;

    private static final double BOTTOM = 100;

    /** Between nodes that are large enough to show shape and colour. */
    private static final double LEAST_SPACING = 13;

    private final NetworkLayout columns;
    private final List<int[]> shown;

    /** A layout in points; the selected node is among those that are shown. */
    public GraphLayout(WeightGraph graph, Optional<Neuron> selection, double width, double height) {
        List<Integer> widths =
                IntStream.range(0, graph.layers()).map(graph::width).boxed().toList();
        columns = new NetworkLayout(widths, width, height, TOP, BOTTOM, LEAST_SPACING);
        double[][] strengths = columns.isComplete() ? new double[graph.layers()][] : strengths(graph);
        selection
                .filter(node -> strengths[node.column()] != null)
                .ifPresent(node -> strengths[node.column()][node.index()] = Double.POSITIVE_INFINITY);
        shown = IntStream.range(0, graph.layers())
                .mapToObj(c -> strongest(strengths[c], columns.neurons(c), columns.shown(c)))
                .toList();
    }

    /** The sum of squares of the weights that lead to and from each node. */
    private static double[][] strengths(WeightGraph graph) {
        double[][] strengths = new double[graph.layers()][];
        Arrays.setAll(strengths, layer -> new double[graph.width(layer)]);
        for (int b = 0; b < graph.layered().blocks().size(); b++) {
            LayeredGraph.Block block = graph.layered().blocks().get(b);
            float[] w = graph.weights(b);
            for (int k = 0; !block.ties() && k < w.length; k++) {
                double square = (double) w[k] * w[k];
                strengths[block.from()][k % graph.width(block.from())] += square;
                strengths[block.to()][k / graph.width(block.from())] += square;
            }
        }
        return strengths;
    }

    private static int[] strongest(double[] strengths, int all, int most) {
        if (most == all) {
            return IntStream.range(0, all).toArray();
        }
        return IntStream.range(0, all)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -strengths[i]))
                .limit(most)
                .mapToInt(i -> i)
                .sorted()
                .toArray();
    }

    /** The indices of the nodes that a column shows, from above. */
    int[] shown(int column) {
        return shown.get(column);
    }

    /** The x of a column. */
    double x(int column) {
        return columns.x(column);
    }

    /** The distance between columns. */
    double columnSpacing() {
        return columns.x(1) - columns.x(0);
    }

    /** The y of a place in a column. */
    double y(int column, int slot) {
        return columns.y(column, slot);
    }

    /** The radius of a column's nodes; of many columns there is room between them still. */
    double radius(int column) {
        return Math.max(2.5, Math.min(columns.radius(column), 0.2 * columnSpacing()));
    }

    /** The middle of a node's place in a picture, if it is shown. */
    public Optional<Point2D> center(Neuron node) {
        int slot = Arrays.binarySearch(shown.get(node.column()), node.index());
        return slot < 0 ? Optional.empty() : Optional.of(columns.center(new Neuron(node.column(), slot)));
    }

    /** The node under a point, with a little tolerance. */
    public Optional<Neuron> at(double px, double py) {
        return columns.at(px, py).map(place -> new Neuron(place.column(), shown.get(place.column())[place.index()]));
    }
}
