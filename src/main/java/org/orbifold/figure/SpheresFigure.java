package org.orbifold.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orbifold.net.Architecture;
import org.orbifold.path.CanonicalPair;
import org.orbifold.path.SpherePair;

/**
 * Two networks on the unit spheres of their canonical forms: a panel a neuron of one layer, and one for the last layer,
 * with the geodesic from A to B against its chord. S^1 is drawn as it is, and with the bias as a cylinder cut open; S^2
 * as it is; of larger spheres the great circle through both points, in its own plane.
 *
 * @param architecture of both networks
 * @param layer whose neurons are shown; the last layer has one panel
 * @param spheres of that layer, in the order they are shown
 * @param last the last layer's, where it is another one
 * @param order that the spheres are in
 * @param t the place on geodesics and chords that is marked
 * @param globe how S^2 is seen
 * @param selection the neuron that stands out, and whose page is shown
 * @param held what stands still while a point is dragged
 */
public record SpheresFigure(
        Architecture architecture,
        int layer,
        List<SpherePair> spheres,
        Optional<SpherePair> last,
        Order order,
        double t,
        Projection.Globe globe,
        Optional<Neuron> selection,
        Optional<Held> held)
        implements Figure {
    /** The orders of panels. */
    public enum Order {
        /** The largest angle first. */
        ANGLE("by angle", "largest angle first"),
        /** As the neurons are numbered. */
        NEURON("by neuron", "in the order of neurons");

        private final String label;
        private final String words;

        Order(String label, String words) {
            this.label = label;
            this.words = words;
        }

        /** The name in words. */
        public String label() {
            return label;
        }
    }

    /**
     * What stands still while a point is dragged.
     *
     * @param order of the neurons' panels
     * @param panel of the point: its sphere and how that is drawn
     */
    public record Held(List<Integer> order, SpheresLayout.Panel panel) {
        private boolean holds(SpherePair pair) {
            return pair.layer() == panel.pair().layer()
                    && pair.neuron() == panel.pair().neuron();
        }
    }

    private static final double MARGIN = 16;
    private static final double LINE = 16;

    private static final String CIRCLE =
            "Drawn: the great circle through both points in its own plane, A at 0\u00b0, true in every angle and length; the"
                    + " rest of the sphere is not shown.";

    public SpheresFigure {
        spheres = List.copyOf(spheres);
    }

    /** The spheres of two networks, as they stand at rest. */
    public static SpheresFigure of(CanonicalPair pair, int layer, Order order, double t) {
        return of(pair, layer, order, t, Projection.Globe.RESTING, Optional.empty(), Optional.empty());
    }

    /** The spheres of two networks. */
    public static SpheresFigure of(
            CanonicalPair pair,
            int layer,
            Order order,
            double t,
            Projection.Globe globe,
            Optional<Neuron> selection,
            Optional<Held> held) {
        int lastLayer = pair.architecture().hiddenLayers();
        List<SpherePair> spheres = new ArrayList<>(pair.spheres(layer));
        if (held.isPresent()) {
            spheres.sort(Comparator.comparingInt(sphere -> held.get().order().indexOf(sphere.neuron())));
        } else if (order == Order.ANGLE) {
            spheres.sort(Comparator.comparingDouble(sphere -> -sphere.angle()));
        }
        Optional<SpherePair> last = layer == lastLayer
                ? Optional.empty()
                : pair.spheres(lastLayer).stream().findFirst();
        return new SpheresFigure(pair.architecture(), layer, spheres, last, order, t, globe, selection, held);
    }

    /** The panels in a picture of that size: the neurons' on the page of the selected one, and the last layer's. */
    public List<SpheresLayout.Panel> panels(double width, double height) {
        double above = 14
                + LINE
                        * (1
                                + notes(width, counts(spheres.size(), spheres.size() - 1))
                                        .size());
        Rectangle2D area =
                new Rectangle2D.Double(8, above, width - 16, height - above - new SpheresKey(this, width).height());
        int others = last.isPresent() ? 1 : 0;
        SpheresLayout layout = new SpheresLayout(area, spheres.size() + others, hasCylinders());
        int page = Math.max(1, layout.capacity() - others);
        int first = spheres.isEmpty() ? 0 : Math.max(0, selected()) / page * page;
        List<SpherePair> shown = new ArrayList<>(spheres.subList(first, Math.min(spheres.size(), first + page)));
        last.ifPresent(shown::add);
        return layout.place(shown, this::projection);
    }

    /** Whether neurons lie on circles. */
    boolean hasCylinders() {
        return layer < architecture.hiddenLayers() && architecture.in(layer) == 2;
    }

    /** Whether spheres are drawn as globes. */
    boolean hasGlobes() {
        return spheres.stream().anyMatch(pair -> projection(pair) instanceof Projection.Globe);
    }

    private int selected() {
        for (int k = 0; k < spheres.size(); k++) {
            if (isSelected(spheres.get(k))) {
                return k;
            }
        }
        return -1;
    }

    private boolean isSelected(SpherePair pair) {
        return pair.layer() < architecture.hiddenLayers()
                && selection.equals(Optional.of(new Neuron(pair.layer() + 1, pair.neuron())));
    }

    private Projection projection(SpherePair pair) {
        if (held.isPresent() && held.get().holds(pair)) {
            return held.get().panel().projection();
        }
        boolean neuron = pair.layer() < architecture.hiddenLayers();
        return switch (pair.dimension()) {
            case 0 -> new Projection.TwoPoints();
            case 1 -> neuron ? Projection.Circle.UNIT : new Projection.Circle(pair.greatCircle(), false);
            case 2 -> neuron ? globe : new Projection.Circle(pair.greatCircle(), false);
            default -> new Projection.Circle(pair.greatCircle(), false);
        };
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        g.setColor(theme.text());
        g.setFont(Type.strong(Type.BODY));
        Type.draw(g, title(), MARGIN, 22, Type.Anchor.START);
        List<SpheresLayout.Panel> panels = panels(width, height);
        SpherePainter painter = new SpherePainter(g, t, biasLimit(), theme);
        for (SpheresLayout.Panel panel : panels) {
            boolean neuron = panel.pair().layer() < architecture.hiddenLayers();
            painter.paint(
                    panel,
                    neuron ? "neuron " + panel.pair().neuron() : "last layer, " + sphere(panel.pair()),
                    isSelected(panel.pair()));
        }
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        double y = 22;
        long shown =
                panels.stream().filter(panel -> panel.pair().layer() == layer).count();
        int first = panels.isEmpty()
                ? 0
                : Math.max(0, spheres.indexOf(panels.getFirst().pair()));
        for (String line : notes(width, counts(first, (int) shown))) {
            y += LINE;
            Type.draw(g, line, MARGIN, y, Type.Anchor.START);
        }
        new SpheresKey(this, width).paint(g, height, theme);
    }

    /** The bias at the ends of every cylinder. */
    double biasLimit() {
        return NetworkFigure.niceLimit(spheres.stream()
                .mapToDouble(pair -> Math.max(Math.abs(pair.biasX()), Math.abs(pair.biasY())))
                .max()
                .orElse(1));
    }

    /** S^n, n as a superscript. */
    private static String sphere(SpherePair pair) {
        StringBuilder name = new StringBuilder("S");
        for (char digit : String.valueOf(pair.dimension()).toCharArray()) {
            name.append("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079".charAt(digit - '0'));
        }
        return name.toString();
    }

    private String title() {
        if (layer == architecture.hiddenLayers()) {
            return "Last layer: all its weights, one point on a sphere";
        }
        int in = architecture.in(layer);
        return "Hidden layer " + layer + ": each neuron a point on "
                + spheres.stream().findFirst().map(SpheresFigure::sphere).orElse("a sphere") + " (" + in
                + (in == 1 ? " incoming weight)" : " incoming weights)");
    }

    /** What is shown of how much, and how it is drawn, in lines. */
    private List<String> notes(double width, String counts) {
        return Type.lines(counts + ". " + manner(), Type.regular(Type.SMALL), width - 2 * MARGIN);
    }

    /** What is shown: neurons from one place in the order to another. */
    private String counts(int first, int shown) {
        if (layer == architecture.hiddenLayers()) {
            return "One sphere" + notice();
        }
        int all = architecture.out(layer);
        StringBuilder text = new StringBuilder();
        if (shown == all) {
            text.append("All ").append(all).append(" neurons");
        } else if (shown == spheres.size()) {
            text.append(shown).append(" of ").append(all).append(" neurons");
        } else {
            text.append("Showing ").append(shown).append(" of ").append(all).append(" neurons (places ");
            text.append(first + 1).append(" to ").append(first + shown).append(')');
        }
        return text.append(", ").append(order.words).append(notice()).toString();
    }

    /** What a look at the angles misses. */
    private String notice() {
        StringBuilder text = new StringBuilder();
        long antipodal = spheres.stream()
                .filter(pair -> pair.isAntipodal() && pair.dimension() > 0)
                .count();
        if (antipodal > 0) {
            text.append("; ").append(antipodal).append(" antipodal (beyond 179\u00b0)");
        }
        long apart = spheres.stream().filter(SpherePair::isDisconnected).count();
        if (apart > 0) {
            text.append("; ").append(apart).append(" in different components");
        }
        int dead = (layer == architecture.hiddenLayers() ? 1 : architecture.out(layer)) - spheres.size();
        if (dead > 0) {
            text.append("; ").append(dead).append(" dead in A or B, on no sphere");
        }
        return text.toString();
    }

    /** How a sphere of that dimension is drawn. */
    private String manner() {
        int dimension = spheres.stream().findFirst().map(SpherePair::dimension).orElse(3);
        if (layer == architecture.hiddenLayers() && dimension > 0) {
            return CIRCLE;
        }
        return switch (dimension) {
            case 0 ->
                "S\u2070 is two points, +1 and \u22121: a geodesic stays within its component, so it does not exist where the"
                        + " signs differ.";
            case 1 ->
                "Drawn as it is: the circle of directions, w\u2081 to the right and w\u2082 upwards; below it the cylinder of"
                        + " direction and canonical bias, cut open at \u00b1180\u00b0. The geodesic takes the shorter way"
                        + " round: its log jumps at the antipode.";
            case 2 ->
                String.format(
                        Locale.ROOT,
                        "Drawn as it is, from far away: w\u2083 upwards, seen from %.0f\u00b0 round it and %.0f\u00b0 up.",
                        Math.toDegrees(globe.turn()),
                        Math.toDegrees(globe.tilt()));
            default -> CIRCLE;
        };
    }

    @Override
    public String caption() {
        StringBuilder caption = new StringBuilder();
        caption.append("Canonical forms of two networks ").append(architecture);
        caption.append(layer == architecture.hiddenLayers() ? ", last layer" : ", hidden layer " + layer);
        caption.append(", ").append(order.words);
        caption.append(": geodesic from A to B against its chord, t = ");
        caption.append(String.format(Locale.ROOT, "%.2f", t));
        if (!spheres.isEmpty()) {
            double largest =
                    spheres.stream().mapToDouble(SpherePair::angle).max().getAsDouble();
            double mean =
                    spheres.stream().mapToDouble(SpherePair::angle).average().getAsDouble();
            caption.append(String.format(
                    Locale.ROOT,
                    "; angles up to %.1f\u00b0, on average %.1f\u00b0",
                    Math.toDegrees(largest),
                    Math.toDegrees(mean)));
        }
        return caption.append(notice()).append(". ").append(manner()).toString();
    }
}
