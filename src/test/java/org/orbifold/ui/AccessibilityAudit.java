package org.orbifold.ui;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuBar;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Separator;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.control.ToolBar;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import org.controlsfx.control.SegmentedButton;
import org.controlsfx.control.StatusBar;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.figure.Theme;
import org.orbifold.ui.views.FigurePane;

/**
 * Finds what keeps people from a control: no role or name, an icon that is not explained, small text, too little contrast.
 * What is disabled is let off the contrast.
 */
final class AccessibilityAudit {
    private static final double TEXT = 4.5;
    private static final double GRAPHIC = 3;
    private static final double LARGE = 24;
    private static final double LEAST_SIZE = 11;

    private final Theme theme;
    private final Set<String> faults = new TreeSet<>();
    private final Set<Node> seen = new LinkedHashSet<>();

    AccessibilityAudit(Theme theme) {
        this.theme = theme;
    }

    /** The theme whose colours are expected behind pictures. */
    Theme theme() {
        return theme;
    }

    /** What was found, a line each. */
    Set<String> faults() {
        return faults;
    }

    /** The nodes that were looked at. */
    Set<Node> seen() {
        return seen;
    }

    /** Looks at everything visible in a node. */
    void look(Node node) {
        if (!node.isVisible()) {
            return;
        }
        seen.add(node);
        switch (node) {
            case FontIcon icon -> lookAtGraphic(icon, Contrast.color(icon.getIconColor()));
            case Text text -> lookAtText(text);
            default -> {}
        }
        if (isToBeNamed(node)) {
            lookAtName(node);
        }
        if (isView(node)) {
            lookAtView(node);
        }
        if (node instanceof ButtonBase button && isBlank(button.getText()) && isBlank(button.getAccessibleHelp())) {
            faults.add("not explained: " + place(button));
        }
        if (node instanceof Slider slider) {
            lookAtPart(slider, ".track");
        }
        if (node instanceof ProgressBar bar) {
            lookAtPart(bar, ".bar");
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(this::look);
        }
    }

    /** Controls, figures, and whatever takes the focus; not what skins put together controls from. */
    private static boolean isToBeNamed(Node node) {
        boolean arranges = node instanceof ToolBar
                || node instanceof SplitPane
                || node instanceof ScrollPane
                || node instanceof ScrollBar
                || node instanceof Separator
                || node instanceof MenuBar
                || node instanceof SegmentedButton
                || node instanceof StatusBar;
        boolean part = node.getParent() instanceof Spinner<?>
                || node.getParent() instanceof ComboBoxBase<?>
                || node.getStyleClass().contains("column-header")
                || (node.getParent() != null && node.getParent().getStyleClass().contains("combo-box-popup"))
                || isWithin(node, TableView.class);
        return !part
                && !arranges
                && (node instanceof Control || node instanceof FigurePane || node.isFocusTraversable());
    }

    private static boolean isWithin(Node node, Class<? extends Node> kind) {
        for (Node at = node.getParent(); at != null; at = at.getParent()) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private void lookAtName(Node node) {
        if (node.getAccessibleRole() == AccessibleRole.NODE || node.getAccessibleRole() == AccessibleRole.PARENT) {
            faults.add("no role: " + place(node));
        }
        boolean labelled = node.queryAccessibleAttribute(AccessibleAttribute.LABELED_BY) != null;
        boolean texted = node instanceof Labeled label && !isBlank(label.getText());
        boolean quiet = node instanceof Labeled && !(node instanceof ButtonBase);
        if (isBlank(node.getAccessibleText()) && !labelled && !texted && !quiet) {
            faults.add("no name: " + place(node));
        }
    }

    /** A view of the session, by its name. */
    private static boolean isView(Node node) {
        return node.getClass().getPackageName().endsWith(".ui.views")
                && node.getClass().getSimpleName().endsWith("View");
    }

    private void lookAtView(Node node) {
        if (node.getAccessibleRole() == AccessibleRole.NODE) {
            faults.add("no role: " + place(node));
        }
        if (isBlank(node.getAccessibleText())) {
            faults.add("no name: " + place(node));
        }
    }

    /** Items of menus are disabled by their look only. */
    private static boolean isDisabled(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.isDisabled() || at.getPseudoClassStates().contains(PseudoClass.getPseudoClass("disabled"))) {
                return true;
            }
        }
        return false;
    }

    private void lookAtText(Text text) {
        if (isBlank(text.getText())
                || isDisabled(text)
                || text.getLayoutBounds().getWidth() == 0) {
            return;
        }
        double size = text.getFont().getSize();
        if (size < LEAST_SIZE) {
            faults.add(String.format(Locale.ROOT, "%.1f px: %s", size, place(text)));
        }
        require(size >= LARGE ? GRAPHIC : TEXT, text, Contrast.color(text.getFill()));
    }

    private void lookAtGraphic(Node node, Color color) {
        if (!isDisabled(node)) {
            require(GRAPHIC, node, color);
        }
    }

    private void lookAtPart(Control control, String part) {
        if (isDisabled(control) || !(control.lookup(part) instanceof Region track)) {
            return;
        }
        Color behind = Contrast.behind(track, theme);
        Bounds bounds = track.localToScene(track.getLayoutBounds());
        Color color = Contrast.filled(track, new Point2D(bounds.getCenterX(), bounds.getCenterY()), behind, theme);
        double contrast = Contrast.between(color, behind);
        if (contrast < GRAPHIC) {
            faults.add(fault(contrast, color, behind, track));
        }
    }

    private void require(double least, Node node, Color color) {
        Color behind = Contrast.behind(node, theme);
        Color seenColor = Contrast.over(color, Contrast.opacity(node), behind);
        double contrast = Contrast.between(seenColor, behind);
        if (contrast < least) {
            faults.add(fault(contrast, seenColor, behind, node));
        }
    }

    private String fault(double contrast, Color color, Color behind, Node node) {
        return String.format(
                Locale.ROOT, "contrast %.2f of %s on %s, %s: %s", contrast, color, behind, theme.id(), place(node));
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    /** Where a node is found: itself, and what has a name around it. */
    private static String place(Node node) {
        StringBuilder place = new StringBuilder(name(node));
        for (Node at = node.getParent(); at != null; at = at.getParent()) {
            if (at.getId() != null || !at.getStyleClass().isEmpty()) {
                place.append(" in ").append(name(at));
                if (at.getId() != null) {
                    break;
                }
            }
        }
        return place.toString();
    }

    private static String name(Node node) {
        String text = node instanceof Text shown ? " \"" + shown.getText() + "\"" : "";
        return node.getClass().getSimpleName()
                + (node.getId() == null ? "" : "#" + node.getId())
                + node.getStyleClass().stream().map(style -> "." + style).reduce("", String::concat)
                + text;
    }
}
