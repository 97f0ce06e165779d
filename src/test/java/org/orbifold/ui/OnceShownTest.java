package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;
import org.junit.jupiter.api.Test;
import org.orbifold.ui.views.OnceShown;

/** What is hidden enters a pane when it is first visible, in its place. */
class OnceShownTest {
    @Test
    void whatIsHiddenComesInItsPlaceAndStays() {
        Pane pane = new Pane();
        Node first = new Rectangle();
        Node second = new Rectangle();
        Node third = new Rectangle();
        first.setVisible(false);
        BooleanProperty shown = new SimpleBooleanProperty(false);
        second.visibleProperty().bind(shown);
        OnceShown.fill(pane, List.of(first, second, third));
        assertEquals(List.of(third), pane.getChildren());
        shown.set(true);
        assertEquals(List.of(second, third), pane.getChildren());
        first.setVisible(true);
        assertEquals(List.of(first, second, third), pane.getChildren());
        shown.set(false);
        shown.set(true);
        assertEquals(List.of(first, second, third), pane.getChildren());
    }
}
