package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orbifold.graph.Automorphisms;
import org.orbifold.graph.Edge;
import org.orbifold.graph.Node;
import org.orbifold.graph.NodeKind;
import org.orbifold.graph.Twins;
import org.orbifold.graph.WeightGraph;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.SymmetryStructure;
import org.orbifold.tensor.LayeredGraph;

/**
 * A weight graph, as a network over weights sees one: layers are columns, a node's shape says what it is and its colour
 * its bias, an edge's hue is its sign and its width its weight, or the norm of its filter. Grey edges, bent where they pass
 * by a layer, lead into sums. Nodes on one plate share an embedding; those without a
 * plate have one each. Above the columns stand their classes and degrees, below the automorphisms. Of large graphs the
 * strongest nodes and edges are drawn, and the picture says how many of how many.
 *
 * @param graph that is drawn
 * @param weightLimit the end of the scale of edges
 * @param biasLimit the end of the scale of nodes
 * @param twins nodes of the graph that are equal
 * @param selection the node whose edges stand out
 */
public record GraphFigure(
        WeightGraph graph, double weightLimit, double biasLimit, Twins twins, Optional<Neuron> selection)
        implements Figure {
    /** Up to so many edges are all drawn. */
    private static final int MAX_EDGES = 1000;

    /** Of more edges, so many of the strongest of a block are drawn. */
    private static final int STRONGEST = 64;

    /** Up to so many automorphisms are counted, of more the order of magnitude is told. */
    private static final double MAX_COUNTED = 6;

    private static final double MARGIN = 16;

    /** How high edges that pass by a layer are bent, for their length. */
    private static final double BEND = 0.25;

    /** The weight graph of a network, each scale as long as the network needs. */
    public static GraphFigure of(Weights weights, Optional<Neuron> selection) {
        WeightGraph graph = new WeightGraph(weights);
        return new GraphFigure(graph, weightLimit(weights), biasLimit(weights), Twins.of(graph), selection);
    }

    /** The end of a scale for the edges of a network: their largest weight, or norm of a filter, rounded up to two digits. */
    public static double weightLimit(Weights weights) {
        double max = 0;
        WeightGraph graph = new WeightGraph(weights);
        for (int b = 0; b < graph.layered().blocks().size(); b++) {
            if (graph.parameters().filter(b) > 0) {
                for (float weight : graph.weights(b)) {
                    max = Math.max(max, Math.abs(weight));
                }
            }
        }
        return NetworkFigure.niceLimit(max);
    }

    /** The end of a scale for the biases of a network: their largest magnitude, rounded up to two digits. */
    public static double biasLimit(Weights weights) {
        double max = 0;
        WeightGraph graph = new WeightGraph(weights);
        for (int l = 0; l < graph.layers(); l++) {
            for (int i = 0; i < graph.width(l); i++) {
                max = Math.max(max, Math.abs(graph.bias(new Node(l, i))));
            }
        }
        return NetworkFigure.niceLimit(max);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        GraphLayout layout = new GraphLayout(graph, selection, width, height);
        for (int c = 1; c < graph.layers() - 1; c++) {
            paintPlate(g, layout, c, theme);
        }
        List<Drawn> edges = edges(layout);
        edges.forEach(edge -> paintEdge(g, layout, edge, theme));
        for (int c = 0; c < graph.layers(); c++) {
            paintHeading(g, layout, c, theme);
            for (int slot = 0; slot < layout.shown(c).length; slot++) {
                paintNode(g, layout, c, slot, theme);
            }
        }
        paintScales(g, width, height, theme);
        paintShapes(g, width, height - 33, theme);
        paintNotes(g, edges.size(), width, height - 13, theme);
    }

    /** An edge between the places of two shown nodes. */
    private record Drawn(LayeredGraph.Block block, int outSlot, int inSlot, float weight, boolean lit) {}

    /** The edges to draw: the strongest between shown nodes and those of the selected one, strong ones on top. */
    private List<Drawn> edges(GraphLayout layout) {
        List<Drawn> drawn = new ArrayList<>();
        boolean all = graph.edges() <= MAX_EDGES;
        for (LayeredGraph.Block block : graph.layered().blocks()) {
            List<Drawn> edges = shown(layout, block);
            edges.sort(Comparator.comparingDouble(edge -> -Math.abs(edge.weight)));
            for (int k = 0; k < edges.size(); k++) {
                if (all || k < STRONGEST || (selection.isPresent() && edges.get(k).lit)) {
                    drawn.add(edges.get(k));
                }
            }
        }
        drawn.sort(Comparator.comparing(Drawn::lit).thenComparingDouble(edge -> Math.abs(edge.weight)));
        return drawn;
    }

    /** The edges of a block between shown nodes. */
    private List<Drawn> shown(GraphLayout layout, LayeredGraph.Block block) {
        List<Drawn> edges = new ArrayList<>();
        int[] targets = layout.shown(block.to());
        int[] sources = layout.shown(block.from());
        for (int o = 0; o < targets.length; o++) {
            for (int i = 0; i < sources.length; i++) {
                if (!block.ties() || targets[o] == sources[i]) {
                    Edge edge = new Edge(new Node(block.from(), sources[i]), new Node(block.to(), targets[o]));
                    edges.add(new Drawn(block, o, i, graph.weight(edge), isLit(edge)));
                }
            }
        }
        return edges;
    }

    private boolean isLit(Edge edge) {
        return selection
                .map(neuron -> new Node(neuron.column(), neuron.index()))
                .map(node -> node.equals(edge.source()) || node.equals(edge.target()))
                .orElse(true);
    }

    private void paintEdge(Graphics2D g, GraphLayout layout, Drawn edge, Theme theme) {
        boolean sums = isSum(edge.block);
        double share = sums ? 0.1 : Math.min(1, Math.abs(edge.weight) / weightLimit);
        Color color = sums ? theme.muted() : new Color(theme.signed().signed(edge.weight, weightLimit));
        g.setColor(translucent(color, edge.lit ? 255 : 45));
        g.setStroke(new BasicStroke((float) (0.5 + 3.5 * share), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        double x0 = layout.x(edge.block.from());
        double y0 = layout.y(edge.block.from(), edge.inSlot);
        double x1 = layout.x(edge.block.to());
        double y1 = layout.y(edge.block.to(), edge.outSlot);
        if (edge.block.to() == edge.block.from() + 1) {
            g.draw(new Line2D.Double(x0, y0, x1, y1));
        } else {
            g.draw(new QuadCurve2D.Double(x0, y0, (x0 + x1) / 2, Math.min(y0, y1) - BEND * (x1 - x0), x1, y1));
        }
    }

    /** Whether a block's edges lead into sums: nothing is learned on them. */
    private boolean isSum(LayeredGraph.Block block) {
        return graph.parameters().filter(graph.layered().blocks().indexOf(block)) == 0;
    }

    private static Color translucent(Color color, int alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
    }

    /** What the nodes of a hidden layer lie on: they share an embedding. */
    private static void paintPlate(Graphics2D g, GraphLayout layout, int c, Theme theme) {
        double reach = layout.radius(c) + 7;
        double above = layout.y(c, 0) - reach;
        double below = layout.y(c, layout.shown(c).length - 1) + reach;
        paintPlate(g, new RoundRectangle2D.Double(layout.x(c) - reach, above, 2 * reach, below - above, 14, 14), theme);
    }

    private static void paintPlate(Graphics2D g, Shape plate, Theme theme) {
        g.setColor(translucent(theme.aligned(), 36));
        g.fill(plate);
        g.setColor(theme.aligned());
        g.setStroke(new BasicStroke(1));
        g.draw(plate);
    }

    private void paintNode(Graphics2D g, GraphLayout layout, int c, int slot, Theme theme) {
        Neuron node = new Neuron(c, layout.shown(c)[slot]);
        NodeKind kind = graph.kind(c);
        Shape shape = shape(kind, layout.x(c), layout.y(c, slot), layout.radius(c));
        g.setColor(
                kind == NodeKind.INPUT
                        ? theme.surface()
                        : new Color(theme.signed().signed(graph.bias(new Node(c, node.index())), biasLimit)));
        g.fill(shape);
        boolean selected = selection.isPresent() && selection.get().equals(node);
        g.setColor(selected ? theme.accent() : theme.muted());
        g.setStroke(new BasicStroke(selected ? 3 : 1));
        g.draw(shape);
    }

    /** Inputs are squares, hidden nodes discs, outputs diamonds, all of about one area. */
    private static Shape shape(NodeKind kind, double x, double y, double r) {
        return switch (kind) {
            case INPUT -> new Rectangle2D.Double(x - 0.86 * r, y - 0.86 * r, 1.72 * r, 1.72 * r);
            case HIDDEN -> new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
            case OUTPUT -> {
                double reach = 1.22 * r;
                Path2D diamond = new Path2D.Double();
                diamond.moveTo(x, y - reach);
                diamond.lineTo(x + reach, y);
                diamond.lineTo(x, y + reach);
                diamond.lineTo(x - reach, y);
                diamond.closePath();
                yield diamond;
            }
        };
    }

    private void paintHeading(Graphics2D g, GraphLayout layout, int c, Theme theme) {
        double room = layout.columnSpacing() - 8;
        double x = layout.x(c);
        NodeKind kind = graph.kind(c);
        boolean hidden = kind == NodeKind.HIDDEN;
        g.setFont(Type.strong(12));
        g.setColor(theme.text());
        String number = hidden ? String.valueOf(c - 1) : "";
        paintFitting(
                g, x, 18, room, (kind.id() + " " + number).strip(), kind.id().charAt(0) + number);
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        int width = graph.width(c);
        int shown = layout.shown(c).length;
        paintFitting(
                g,
                x,
                33,
                room,
                (shown < width ? shown + " of " : "") + width + (width == 1 ? " node" : " nodes"),
                String.valueOf(width));
        boolean moves = graph.parameters().group(c) != SymmetryStructure.FIXED;
        paintFitting(g, x, 47, room, moves ? "1 class: S" + width : width == 1 ? "1 class" : width + " classes", "");
        String in = graph.inDegree(c) + " in";
        String out = graph.outDegree(c) + " out";
        String degree = c == 0 ? out : c == graph.layers() - 1 ? in : in + ", " + out;
        paintFitting(g, x, 61, room, "degree " + degree, degree, "");
    }

    /** Draws the first of some texts that fits the room, held in the middle; the last one if none does. */
    private static void paintFitting(Graphics2D g, double x, double y, double room, String... texts) {
        int k = 0;
        while (k < texts.length - 1 && Type.width(g.getFont(), texts[k]) > room) {
            k++;
        }
        Type.draw(g, texts[k], x, y, Type.Anchor.MIDDLE);
    }

    private void paintScales(Graphics2D g, double width, double height, Theme theme) {
        double room = Math.min(220, (width - 2 * MARGIN - 32) / 2);
        boolean filters = graph.parameters().edgeFeatures() > 1;
        String edge = filters ? "edge: norm of filter, sign of its sum" : "edge: weight (and width)";
        paintScale(g, MARGIN, height - 76, room, edge, weightLimit, theme);
        String node =
                graph.parameters().nodeFeatures() > 1 ? "node: bias, or shift of a norm" : "node: bias (inputs: none)";
        paintScale(g, MARGIN + room + 32, height - 76, room, node, biasLimit, theme);
    }

    private static void paintScale(
            Graphics2D g, double x, double y, double room, String name, double limit, Theme theme) {
        Rectangle2D bar = new Rectangle2D.Double(x, y, room, 10);
        Raster.paintScale(g, bar, theme.signed(), 0, 1);
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        Type.draw(g, name, x, y - 5, Type.Anchor.START);
        Type.draw(g, Type.number(-limit), x, y + 23, Type.Anchor.START);
        Type.draw(g, "0", bar.getCenterX(), y + 23, Type.Anchor.MIDDLE);
        Type.draw(g, Type.number(limit), bar.getMaxX(), y + 23, Type.Anchor.END);
    }

    private static void paintShapes(Graphics2D g, double width, double y, Theme theme) {
        g.setFont(Type.regular(Type.SMALL));
        double needed = 0;
        for (NodeKind kind : NodeKind.values()) {
            needed += Type.width(g.getFont(), withClasses(kind)) + 36;
        }
        double x = MARGIN + 8;
        for (NodeKind kind : NodeKind.values()) {
            if (kind == NodeKind.HIDDEN) {
                paintPlate(g, new RoundRectangle2D.Double(x - 8, y - 12, 16, 16, 8, 8), theme);
            }
            Shape mark = shape(kind, x, y - 4, 5);
            g.setColor(theme.surface());
            g.fill(mark);
            g.setColor(theme.muted());
            g.setStroke(new BasicStroke(1));
            g.draw(mark);
            String name = needed <= width - 2 * MARGIN ? withClasses(kind) : kind.id();
            Type.draw(g, name, x + 12, y, Type.Anchor.START);
            x += Type.width(g.getFont(), name) + 36;
        }
    }

    private static String withClasses(NodeKind kind) {
        return kind.id() + (kind == NodeKind.HIDDEN ? ": a class a layer" : ": a class each");
    }

    /** The automorphisms on the left, what is hidden on the right; where both do not fit, the group goes shorter. */
    private void paintNotes(Graphics2D g, int drawn, double width, double y, Theme theme) {
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        String hidden = hidden(drawn);
        Type.draw(g, hidden, width - MARGIN, y, Type.Anchor.END);
        double room = width - 2 * MARGIN - Type.width(g.getFont(), hidden) - 16;
        g.setColor(theme.text());
        Automorphisms automorphisms = new Automorphisms(graph.weights().architecture());
        List<String> texts = new ArrayList<>();
        if (!automorphisms.group().equals("1")) {
            texts.add(automorphisms.group() + ", " + order(automorphisms) + equalNodes());
        }
        texts.add(order(automorphisms) + equalNodes());
        texts.add(order(automorphisms));
        String text = texts.stream()
                .filter(candidate -> Type.width(g.getFont(), candidate) <= room)
                .findFirst()
                .orElse(texts.getLast());
        Type.draw(g, text, MARGIN, y, Type.Anchor.START);
    }

    private String hidden(int drawn) {
        List<String> notes = new ArrayList<>();
        if (drawn < graph.edges()) {
            notes.add(String.format(Locale.ROOT, "showing %,d of %,d edges", drawn, graph.edges()));
        }
        int beyond = 0;
        for (int b = 0; b < graph.layered().blocks().size(); b++) {
            for (float weight : graph.weights(b)) {
                beyond += graph.parameters().filter(b) > 0 && Math.abs(weight) > weightLimit ? 1 : 0;
            }
        }
        if (beyond > 0) {
            notes.add(beyond + " beyond the scale");
        }
        return String.join("; ", notes);
    }

    private static String order(Automorphisms automorphisms) {
        double log = automorphisms.log10Order();
        String count = log <= MAX_COUNTED
                ? String.format(Locale.ROOT, "%,d", Math.round(Math.pow(10, log)))
                : String.format(Locale.ROOT, "10^%.1f", log);
        return count + (log == 0 ? " automorphism" : " automorphisms");
    }

    private String equalNodes() {
        int equal = twins.groups().stream().mapToInt(List::size).sum();
        return equal == 0 ? "" : "; " + equal + " hidden nodes have an equal";
    }

    @Override
    public String caption() {
        Automorphisms automorphisms = new Automorphisms(graph.weights().architecture());
        return "Weight graph of " + graph.weights().architecture() + ": " + graph.nodes() + " nodes in "
                + graph.nodeClasses() + " classes, " + graph.edges() + " edges, " + order(automorphisms) + ": "
                + automorphisms.group() + equalNodes();
    }
}
