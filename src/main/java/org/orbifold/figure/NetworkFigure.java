package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;

/**
 * A network as columns of neurons: an edge's hue is its sign, its width its weight, on one symmetric scale with its key.
 * Neurons of networks with two inputs carry their activation over the input plane. Of large networks the strongest edges
 * are drawn, and the picture says how many of how many.
 *
 * @param weights that are drawn
 * @param limit the end of the colour scale; edges beyond it are drawn at its end and counted
 * @param slots the place of every neuron in every column, whole numbers at rest: what moves while neurons change places
 * @param field the network over its input plane, where it has two inputs
 * @param selection the neuron whose edges stand out
 * @param inputNames a name an input, or none
 * @param outputNames a name an output, or none
 */
public record NetworkFigure(
        Weights weights,
        double limit,
        List<double[]> slots,
        Optional<FunctionField> field,
        Optional<Neuron> selection,
        List<String> inputNames,
        List<String> outputNames)
        implements Figure {
    /** Up to so many edges are all drawn. */
    public static final int MAX_EDGES = 2000;

    /** Of more edges, so many of the strongest are drawn. */
    private static final int STRONGEST = 500;

    /** A network at rest. */
    public static NetworkFigure of(Weights weights, Optional<FunctionField> field, List<String> outputNames) {
        Architecture architecture = weights.architecture();
        List<String> inputs = architecture.inputs() == 2 ? List.of("x\u2081", "x\u2082") : List.of();
        return new NetworkFigure(
                weights, niceLimit(weights), restingSlots(architecture), field, Optional.empty(), inputs, outputNames);
    }

    /** Every neuron at its own place. */
    public static List<double[]> restingSlots(Architecture architecture) {
        List<double[]> slots = new ArrayList<>();
        for (int width : architecture.widths()) {
            double[] places = new double[width];
            Arrays.setAll(places, i -> i);
            slots.add(places);
        }
        return slots;
    }

    /** The end of a scale for those weights: their largest magnitude, rounded up to two digits. */
    public static double niceLimit(Weights weights) {
        double max = 0;
        Architecture architecture = weights.architecture();
        for (int l = 0; l < architecture.layers(); l++) {
            for (float w : weights.layerWeights(l)) {
                max = Math.max(max, Math.abs(w));
            }
        }
        return niceLimit(max);
    }

    /** A magnitude rounded up to two digits; 1 for 0. */
    static double niceLimit(double max) {
        if (max == 0) {
            return 1;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(max)) - 1);
        return Math.ceil(max / unit) * unit;
    }

    private record Edge(int layer, int out, int in, float weight) {}

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        NetworkLayout layout = new NetworkLayout(weights.architecture(), width, height);
        List<Edge> edges = edges(layout);
        edges.forEach(edge -> paintEdge(g, layout, edge, theme));
        for (int c = 0; c < layout.columns(); c++) {
            paintHeading(g, layout, c, theme);
            for (int i = 0; i < layout.shown(c); i++) {
                paintNeuron(g, layout, new Neuron(c, i), theme);
            }
        }
        paintKey(g, layout, edges.size(), width, theme);
    }

    /** The edges to draw between shown neurons: the strongest, weakest first so that strong ones lie on top. */
    private List<Edge> edges(NetworkLayout layout) {
        List<Edge> edges = new ArrayList<>();
        Architecture architecture = weights.architecture();
        boolean all = architecture.parameters() <= MAX_EDGES;
        for (int l = 0; l < architecture.layers(); l++) {
            float[] w = weights.layerWeights(l);
            float cut = all ? 0 : cut(w, STRONGEST / architecture.layers());
            for (int o = 0; o < layout.shown(l + 1); o++) {
                for (int i = 0; i < layout.shown(l); i++) {
                    float weight = w[o * architecture.in(l) + i];
                    if (Math.abs(weight) >= cut) {
                        edges.add(new Edge(l, o, i, weight));
                    }
                }
            }
        }
        edges.sort(Comparator.comparingDouble((Edge edge) -> isLit(edge) ? 1 : 0)
                .thenComparingDouble(edge -> Math.abs(edge.weight)));
        return edges;
    }

    /**
     * The magnitude from which on the {@code most} strongest weights lie. Magnitudes are counted by the upper half of their
     * bits, which are in the order of the numbers, so that only those of one count are sorted.
     */
    private static float cut(float[] w, int most) {
        if (w.length <= most) {
            return 0;
        }
        int[] counts = new int[1 << 15];
        for (float weight : w) {
            counts[upperBits(weight)]++;
        }
        int last = counts.length - 1;
        int above = 0;
        while (above + counts[last] < most) {
            above += counts[last--];
        }
        float[] candidates = new float[counts[last]];
        int n = 0;
        for (float weight : w) {
            if (upperBits(weight) == last) {
                candidates[n++] = Math.abs(weight);
            }
        }
        Arrays.sort(candidates);
        return candidates[n - (most - above)];
    }

    private static int upperBits(float weight) {
        return Float.floatToRawIntBits(Math.abs(weight)) >>> 16;
    }

    private boolean isLit(Edge edge) {
        return selection.isEmpty()
                || selection.get().equals(new Neuron(edge.layer + 1, edge.out))
                || selection.get().equals(new Neuron(edge.layer, edge.in));
    }

    private void paintEdge(Graphics2D g, NetworkLayout layout, Edge edge, Theme theme) {
        double share = Math.min(1, Math.abs(edge.weight) / limit);
        Color color = new Color(theme.signed().signed(edge.weight, limit));
        int alpha = isLit(edge) ? 255 : 60;
        g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha));
        g.setStroke(new BasicStroke((float) (0.5 + 4 * share), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        g.draw(new Line2D.Double(
                layout.x(edge.layer) + layout.radius(edge.layer),
                y(layout, edge.layer, edge.in),
                layout.x(edge.layer + 1) - layout.radius(edge.layer + 1),
                y(layout, edge.layer + 1, edge.out)));
    }

    private double y(NetworkLayout layout, int column, int index) {
        return layout.y(column, slots.get(column)[index]);
    }

    private void paintNeuron(Graphics2D g, NetworkLayout layout, Neuron neuron, Theme theme) {
        int c = neuron.column();
        double r = layout.radius(c);
        double x = layout.x(c);
        double y = y(layout, c, neuron.index());
        Ellipse2D disc = new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
        g.setColor(theme.surface());
        g.fill(disc);
        if (c > 0 && field.isPresent()) {
            Shape clip = g.getClip();
            g.clip(disc);
            BufferedImage thumbnail = Raster.activation(field.get(), c - 1, neuron.index(), theme);
            g.drawImage(
                    thumbnail,
                    (int) Math.floor(x - r),
                    (int) Math.floor(y - r),
                    (int) Math.ceil(2 * r) + 1,
                    (int) Math.ceil(2 * r) + 1,
                    null);
            g.setClip(clip);
        } else if (c > 0) {
            g.setColor(new Color(theme.signed().signed(weights.bias(c - 1, neuron.index()), limit)));
            g.fill(disc);
        }
        boolean selected = selection.isPresent() && selection.get().equals(neuron);
        g.setColor(selected ? theme.accent() : theme.muted());
        g.setStroke(new BasicStroke(selected ? 2.5f : 1));
        g.draw(disc);
        paintName(g, layout, neuron, x, y, r, theme);
    }

    private void paintName(
            Graphics2D g, NetworkLayout layout, Neuron neuron, double x, double y, double r, Theme theme) {
        int c = neuron.column();
        boolean input = c == 0;
        boolean output = c == layout.columns() - 1;
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        if (input && neuron.index() < inputNames.size()) {
            g.setColor(theme.text());
            g.setFont(Type.regular(Type.BODY));
            Type.draw(g, inputNames.get(neuron.index()), x - r - 8, y + 4.5, Type.Anchor.END);
        } else if (output && neuron.index() < outputNames.size() && layout.spacing(c) >= 12) {
            g.setColor(theme.text());
            Type.draw(g, outputNames.get(neuron.index()), x + r + 8, y + 4, Type.Anchor.START);
        } else if (!input && !output && layout.spacing(c) >= NetworkLayout.NUMBERED) {
            Type.draw(g, String.valueOf(neuron.index()), x, y - r - 3, Type.Anchor.MIDDLE);
        }
    }

    private void paintHeading(Graphics2D g, NetworkLayout layout, int c, Theme theme) {
        String name = c == 0 ? "input" : c == layout.columns() - 1 ? "output" : "hidden " + (c - 1);
        g.setFont(Type.strong(12));
        g.setColor(theme.text());
        Type.draw(g, name, layout.x(c), 18, Type.Anchor.MIDDLE);
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        String count = layout.shown(c) < layout.neurons(c)
                ? layout.shown(c) + " of " + layout.neurons(c) + " shown"
                : String.valueOf(layout.neurons(c));
        Type.draw(g, count, layout.x(c), 33, Type.Anchor.MIDDLE);
    }

    private void paintKey(Graphics2D g, NetworkLayout layout, int drawn, double width, Theme theme) {
        Rectangle2D key = layout.key();
        Raster.paintScale(g, key, theme.signed(), 0, 1);
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        double below = key.getMaxY() + 14;
        Type.draw(g, Type.number(-limit), key.getMinX(), below, Type.Anchor.START);
        Type.draw(g, "0", key.getCenterX(), below, Type.Anchor.MIDDLE);
        Type.draw(g, Type.number(limit), key.getMaxX(), below, Type.Anchor.END);
        Type.draw(g, "weight (hue: sign, width: magnitude)", key.getMinX(), key.getMinY() - 6, Type.Anchor.START);
        long all = 0;
        long clipped = 0;
        for (int l = 0; l < weights.architecture().layers(); l++) {
            for (float w : weights.layerWeights(l)) {
                all++;
                clipped += Math.abs(w) > limit ? 1 : 0;
            }
        }
        List<String> notes = new ArrayList<>();
        if (drawn < all) {
            notes.add(String.format(Locale.ROOT, "showing the %,d strongest of %,d edges", drawn, all));
        }
        if (clipped > 0) {
            notes.add(clipped + (clipped == 1 ? " edge" : " edges") + " beyond the scale");
        }
        Type.draw(g, String.join("; ", notes), width - 16, below, Type.Anchor.END);
    }

    @Override
    public String caption() {
        return "Network " + weights.architecture() + ", "
                + weights.architecture().parameters() + " parameters";
    }
}
