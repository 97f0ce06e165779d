package org.orbifold.ui;

import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Shape;
import org.orbifold.figure.Theme;
import org.orbifold.ui.views.FigurePane;

/** Contrast as WCAG 2 defines it, of colours as JavaFX resolved them. */
final class Contrast {
    private Contrast() {}

    /** (L1 + 0.05) / (L2 + 0.05), from 1 to 21. */
    static double between(Color a, Color b) {
        double one = luminance(a) + 0.05;
        double other = luminance(b) + 0.05;
        return Math.max(one, other) / Math.min(one, other);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    /** A colour laid over an opaque one. */
    static Color over(Color top, double opacity, Color below) {
        double alpha = top.getOpacity() * opacity;
        return Color.color(
                alpha * top.getRed() + (1 - alpha) * below.getRed(),
                alpha * top.getGreen() + (1 - alpha) * below.getGreen(),
                alpha * top.getBlue() + (1 - alpha) * below.getBlue());
    }

    /** A paint's colour; of a gradient that of its last stop. */
    static Color color(Paint paint) {
        return switch (paint) {
            case Color color -> color;
            case LinearGradient gradient -> gradient.getStops().getLast().getColor();
            case null -> Color.TRANSPARENT;
            default -> throw new IllegalArgumentException("no colour: " + paint);
        };
    }

    /** The opacity of a node with that of all it stands in. */
    static double opacity(Node node) {
        double opacity = 1;
        for (Node at = node; at != null; at = at.getParent()) {
            opacity *= at.getOpacity();
        }
        return opacity;
    }

    /** What is seen behind the middle of a node: what its ancestors and the siblings below them are filled with. */
    static Color behind(Node node, Theme theme) {
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        return behind(node, new Point2D(bounds.getCenterX(), bounds.getCenterY()), theme);
    }

    private static Color behind(Node node, Point2D at, Theme theme) {
        if (node.getParent() == null) {
            return node.getScene() != null && node.getScene().getFill() instanceof Color fill && fill.isOpaque()
                    ? fill
                    : Color.WHITE;
        }
        Color color = filled(node.getParent(), at, behind(node.getParent(), at, theme), theme);
        List<Node> siblings = node.getParent().getChildrenUnmodifiable();
        for (Node sibling : siblings.subList(0, siblings.indexOf(node))) {
            if (sibling.isVisible()) {
                color = filled(sibling, at, color, theme);
            }
        }
        return color;
    }

    /** What a node's own fills leave of a colour behind it. */
    static Color filled(Node node, Point2D at, Color behind, Theme theme) {
        if (!node.contains(node.sceneToLocal(at)) && !node.getLayoutBounds().contains(node.sceneToLocal(at))) {
            return behind;
        }
        double opacity = node.getOpacity();
        if (node instanceof FigurePane) {
            return over(
                    Color.rgb(
                            theme.surface().getRed(),
                            theme.surface().getGreen(),
                            theme.surface().getBlue()),
                    opacity,
                    behind);
        }
        if (node instanceof Shape shape && shape.contains(shape.sceneToLocal(at))) {
            return over(color(shape.getFill()), opacity, behind);
        }
        Color color = behind;
        if (node instanceof Region region && region.getBackground() != null) {
            for (BackgroundFill fill : region.getBackground().getFills()) {
                color = over(color(fill.getFill()), opacity, color);
            }
        }
        return color;
    }
}
