package org.orbifold.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;

/**
 * A large network, a panel a layer: neurons over images and channels as tiles of their weights, other layers as matrices, a
 * neuron a row. Of the edges between panels the strongest are drawn, those of the selected unit if there is one, and the
 * picture says how many of how many.
 *
 * @param images the weights
 * @param selection the hidden unit that stands out
 * @param lifted units that are elsewhere than at rest
 * @param target the place that the unit in the hand would take
 * @param outputNames a name an output, or none
 */
public record SheetsFigure(
        SheetImages images,
        Optional<Neuron> selection,
        List<Lifted> lifted,
        Optional<SheetsLayout.Place> target,
        List<String> outputNames)
        implements Figure {
    /** The most neurons of a hidden layer that are drawn one by one. */
    private static final int MOST = 48;

    /** A unit on its way, or in the hand. */
    public record Lifted(SheetsLayout.Place place, Point2D center) {}

    public SheetsFigure {
        lifted = List.copyOf(lifted);
        outputNames = List.copyOf(outputNames);
    }

    /** A network at rest. */
    public static SheetsFigure of(Weights weights, List<String> outputNames) {
        return new SheetsFigure(
                new SheetImages(weights, SheetImages.limits(List.of(weights))),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                outputNames);
    }

    /** Whether a network is drawn in sheets: it is over images, or has wide layers, or is no multilayer perceptron. */
    public static boolean isFor(Architecture architecture) {
        return !architecture.isPerceptron()
                || ReceptiveFieldsFigure.isOverImages(architecture)
                || architecture.widths().subList(1, architecture.widths().size()).stream()
                        .anyMatch(width -> width > MOST);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, Theme theme) {
        Type.smooth(g);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        g.setColor(theme.surface());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        SheetsLayout layout = new SheetsLayout(images.layers(), width, height);
        layout.input().ifPresent(place -> paintInput(g, layout, place, theme));
        for (SheetsLayout.Panel panel : layout.panels()) {
            paintPanel(g, layout, panel, theme);
        }
        StrongEdges edges = StrongEdges.of(images, layout, selection);
        paintEdges(g, layout, edges, theme);
        paintDiscs(g, layout, theme);
        selection.stream()
                .flatMap(neuron -> layout.places(neuron).stream())
                .filter(place -> lifted.stream().noneMatch(each -> each.place.equals(place)))
                .forEach(place -> frame(g, rest(layout, place), 2.5f, theme));
        target.ifPresent(place -> frame(g, rest(layout, place), 2.5f, theme));
        for (Lifted each : lifted) {
            paintLifted(g, layout, each, theme);
        }
        paintNote(g, edges, height, theme);
    }

    private static Rectangle2D rest(SheetsLayout layout, SheetsLayout.Place place) {
        return layout.panels().get(place.panel()).unit(place.unit());
    }

    private static void frame(Graphics2D g, Rectangle2D place, float wide, Theme theme) {
        g.setColor(theme.accent());
        g.setStroke(new BasicStroke(wide));
        double grow = Math.max(1, (3 - place.getHeight()) / 2);
        g.draw(new Rectangle2D.Double(
                place.getX() - 1, place.getY() - grow, place.getWidth() + 2, place.getHeight() + 2 * grow));
    }

    /** What the selected neuron of the first layer sees of the input, or how strongly all neurons see each pixel. */
    private void paintInput(Graphics2D g, SheetsLayout layout, Rectangle2D place, Theme theme) {
        Optional<Neuron> first =
                selection.filter(neuron -> images.layers().getFirst().group() == neuron.column() - 1);
        BufferedImage image =
                first.map(neuron -> images.unit(0, neuron.index(), theme)).orElseGet(images::inputNorms);
        Raster.draw(g, image, place);
        g.setColor(theme.line());
        g.setStroke(new BasicStroke(1));
        g.draw(place);
        UnitLayer layer = images.layers().getFirst();
        paintHeading(
                g,
                "input",
                layer.kernelWidth() + " \u00d7 " + layer.kernelHeight(),
                place.getCenterX(),
                layout.headings(),
                theme);
        double y = place.getMaxY() + 16;
        if (first.isPresent()) {
            Type.draw(g, "as neuron " + first.get().index(), place.getMinX(), y, Type.Anchor.START);
            Type.draw(g, "sees it", place.getMinX(), y + 14, Type.Anchor.START);
        } else {
            Type.draw(g, "norm of the weights", place.getMinX(), y, Type.Anchor.START);
            Type.draw(g, "of each pixel:", place.getMinX(), y + 14, Type.Anchor.START);
            Rectangle2D bar = new Rectangle2D.Double(place.getMinX(), y + 22, 60, 8);
            Raster.paintScale(g, bar, ColorMap.BATLOW, 0, 1);
            Type.draw(g, "0 to most", bar.getMinX(), y + 44, Type.Anchor.START);
        }
    }

    private static void paintHeading(Graphics2D g, String name, String count, double x, double y, Theme theme) {
        g.setFont(Type.strong(12));
        g.setColor(theme.text());
        Type.draw(g, name, x, y, Type.Anchor.MIDDLE);
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        Type.draw(g, count, x, y + 15, Type.Anchor.MIDDLE);
    }

    private void paintPanel(Graphics2D g, SheetsLayout layout, SheetsLayout.Panel panel, Theme theme) {
        UnitLayer layer = panel.layer();
        Rectangle2D area = panel.area();
        String note = "";
        double scale = Math.max(1, g.getTransform().getScaleX());
        if (layer.form() == UnitLayer.Form.TILES) {
            // The sheet has clear pixels after each tile, and so tiles are a little smaller than their places.
            double pixels = area.getWidth() / panel.across() * scale;
            int by = layer.kernels() == 1 ? (int) Math.max(1, layer.kernelWidth() / pixels) : 1;
            g.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION,
                    pixels < layer.tileWidth()
                            ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
                            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
            Raster.draw(g, images.tiles(layer.layer(), panel.across(), panel.shown(), by, theme), area);
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
            note = panel.shown() < layer.units()
                    ? String.format(Locale.ROOT, "%,d of %,d shown", panel.shown(), layer.units())
                    : by > 1 ? "mean of " + by + " \u00d7 " + by + " a pixel" : "";
        } else if (layer.form() == UnitLayer.Form.ROWS) {
            int across = reduction(layer.kernelWidth(), area.getWidth() * scale);
            int down = reduction(layer.units(), area.getHeight() * scale);
            Raster.draw(g, images.matrix(layer.layer(), across, down, theme), area);
            g.setColor(theme.line());
            g.setStroke(new BasicStroke(1));
            g.draw(area);
            note = across * down > 1 ? "strongest of " + across + " \u00d7 " + down + " a pixel" : "";
        }
        String name = layer.group() < 0 ? "output" : "hidden " + layer.group();
        paintHeading(g, name, count(layer), area.getCenterX(), layout.headings(), theme);
        paintNames(g, panel, theme);
        paintKey(g, layout, panel, note, theme);
    }

    /** How many weights share a pixel where there are fewer pixels than weights. */
    private static int reduction(int weights, double pixels) {
        return (int) Math.max(1, Math.ceil(weights / Math.max(1, pixels)));
    }

    private static String count(UnitLayer layer) {
        return switch (layer.form()) {
            case TILES ->
                layer.units()
                        + (layer.isConvolution()
                                ? (layer.kernels() == 1 ? "" : " \u00d7 " + layer.kernels()) + " filters "
                                : " fields ")
                        + layer.kernelWidth() + " \u00d7 " + layer.kernelHeight();
            case ROWS -> layer.units() + " \u00d7 " + layer.kernelWidth() + " weights";
            case DISCS -> String.valueOf(layer.units());
        };
    }

    private void paintNames(Graphics2D g, SheetsLayout.Panel panel, Theme theme) {
        UnitLayer layer = panel.layer();
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.text());
        for (int i = 0; i < layer.units() && layer.group() < 0; i++) {
            Rectangle2D unit = panel.unit(i);
            if (unit.getHeight() >= 12) {
                String name = i < outputNames.size() ? outputNames.get(i) : String.valueOf(i);
                Type.draw(g, name, unit.getMaxX() + 8, unit.getCenterY() + 4, Type.Anchor.START);
            }
        }
    }

    private void paintKey(Graphics2D g, SheetsLayout layout, SheetsLayout.Panel panel, String note, Theme theme) {
        int layer = panel.layer().layer();
        double x = Math.min(panel.area().getMinX(), panel.area().getCenterX() - 36);
        Rectangle2D bar = new Rectangle2D.Double(x, layout.keys(), 72, 8);
        Raster.paintScale(g, bar, theme.signed(), 0, 1);
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        long beyond = images.beyond(layer);
        String scale = "\u00b1" + Type.number(images.limit(layer))
                + (beyond > 0 ? String.format(Locale.ROOT, ", %,d beyond", beyond) : "");
        Type.draw(g, scale, x, bar.getMaxY() + 14, Type.Anchor.START);
        Type.draw(g, note, x, bar.getMaxY() + 28, Type.Anchor.START);
    }

    private void paintEdges(Graphics2D g, SheetsLayout layout, StrongEdges edges, Theme theme) {
        for (StrongEdges.Edge edge : edges.drawn()) {
            Rectangle2D from = rest(layout, edge.from());
            Rectangle2D to = rest(layout, edge.to());
            UnitLayer layer = layout.panels().get(edge.to().panel()).layer();
            double limit = edges.strongest(edge.to().panel());
            Color color = new Color(theme.signed().signed(edge.weight(), limit));
            int alpha = layer.form() == UnitLayer.Form.DISCS && selection.isEmpty() ? 255 : 200;
            g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha));
            g.setStroke(new BasicStroke((float) (0.6 + 2.4 * Math.min(1, Math.abs(edge.weight()) / limit))));
            double end = layer.form() == UnitLayer.Form.DISCS ? to.getCenterX() : to.getMinX();
            boolean disc = layout.panels().get(edge.from().panel()).layer().form() == UnitLayer.Form.DISCS;
            double begin = disc ? from.getCenterX() : from.getMaxX() - 1;
            g.draw(new Line2D.Double(begin, from.getCenterY(), end, to.getCenterY()));
        }
    }

    private void paintDiscs(Graphics2D g, SheetsLayout layout, Theme theme) {
        for (SheetsLayout.Panel panel : layout.panels()) {
            for (int i = 0; i < panel.shown() && panel.layer().form() == UnitLayer.Form.DISCS; i++) {
                Rectangle2D unit = panel.unit(i);
                double r = Math.min(9, 0.42 * unit.getHeight());
                Ellipse2D disc = new Ellipse2D.Double(unit.getCenterX() - r, unit.getCenterY() - r, 2 * r, 2 * r);
                g.setColor(theme.surface());
                g.fill(disc);
                g.setColor(theme.muted());
                g.setStroke(new BasicStroke(1));
                g.draw(disc);
            }
        }
    }

    /** The unit where it is now; the place that it left is blank. */
    private void paintLifted(Graphics2D g, SheetsLayout layout, Lifted each, Theme theme) {
        SheetsLayout.Panel panel = layout.panels().get(each.place.panel());
        Rectangle2D home = rest(layout, each.place);
        double high = Math.max(4, home.getHeight());
        Rectangle2D at = new Rectangle2D.Double(
                each.center.getX() - home.getWidth() / 2, each.center.getY() - high / 2, home.getWidth(), high);
        if (panel.layer().form() == UnitLayer.Form.DISCS) {
            frame(g, at, 1.5f, theme);
            return;
        }
        Raster.draw(g, images.unit(panel.layer().layer(), each.place.unit(), theme), at);
        frame(g, at, 1.5f, theme);
    }

    private static void paintNote(Graphics2D g, StrongEdges edges, double height, Theme theme) {
        g.setFont(Type.regular(Type.SMALL));
        g.setColor(theme.muted());
        Type.draw(g, edges.note(), 20, height - 14, Type.Anchor.START);
    }

    @Override
    public String caption() {
        Architecture architecture = images.weights().architecture();
        return "Network " + architecture + ", " + architecture.parameters() + " parameters, layer by layer as tiles and"
                + " matrices of weights";
    }
}
