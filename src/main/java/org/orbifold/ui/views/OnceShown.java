package org.orbifold.ui.views;

import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;

/**
 * What is made only once it is to be seen. A scene styles all nodes that are in it, the hidden ones too, and every tooltip
 * is a window with a scene of its own: a start would take half as long again.
 */
public final class OnceShown {
    private OnceShown() {}

    /** Puts nodes into a pane in that order, those that are hidden when they are first visible. */
    public static void fill(Pane pane, List<? extends Node> nodes) {
        for (Node node : nodes) {
            if (node.isVisible()) {
                add(pane, nodes, node);
            } else {
                node.visibleProperty().addListener(new ChangeListener<>() {
                    @Override
                    public void changed(ObservableValue<? extends Boolean> o, Boolean before, Boolean now) {
                        node.visibleProperty().removeListener(this);
                        add(pane, nodes, node);
                    }
                });
            }
        }
    }

    private static void add(Pane pane, List<? extends Node> nodes, Node node) {
        long before = nodes.subList(0, nodes.indexOf(node)).stream()
                .filter(pane.getChildren()::contains)
                .count();
        pane.getChildren().add((int) before, node);
    }

    /** Explains a control where the mouse rests on it, and to who hears of it. */
    public static void explain(Control control, String text) {
        control.setAccessibleHelp(text);
        if (control.getTooltip() != null) {
            control.getTooltip().setText(text);
            return;
        }
        control.addEventFilter(MouseEvent.MOUSE_ENTERED, event -> {
            if (control.getTooltip() == null) {
                control.setTooltip(new Tooltip(control.getAccessibleHelp()));
            }
        });
    }
}
