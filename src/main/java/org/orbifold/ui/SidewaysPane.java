package org.orbifold.ui;

import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;

/**
 * Something as wide as it has to be, scrolled sideways where there is less room. Whoever holds it clips it: a {@link
 * javafx.scene.control.ScrollPane} draws through one more clip, which took software rendering 28 ms a frame instead of 17.
 */
final class SidewaysPane extends Region {
    private final ScrollBar bar = new ScrollBar();
    private Region content = new Region();

    SidewaysPane() {
        setMinSize(0, 0);
        bar.setId("sideways");
        bar.setMax(1);
        bar.setAccessibleText("Views, sideways");
        bar.valueProperty().addListener((o, before, now) -> requestLayout());
        addEventHandler(ScrollEvent.SCROLL, this::scroll);
        sceneProperty()
                .flatMap(Scene::focusOwnerProperty)
                .addListener((o, before, now) -> Stream.ofNullable(now).forEach(this::reveal));
    }

    void setContent(Region content) {
        this.content = content;
        getChildren().setAll(content, bar);
    }

    /** The width that all of it takes. */
    double leastWidth() {
        return content.minWidth(-1);
    }

    private double hidden() {
        return Math.max(0, leastWidth() - getWidth());
    }

    @Override
    protected void layoutChildren() {
        double hidden = hidden();
        bar.setVisible(hidden > 0);
        bar.setVisibleAmount(getWidth() / (getWidth() + hidden));
        double height = hidden > 0 ? snapSizeY(bar.prefHeight(-1)) : 0;
        double left = snapPositionX(bar.getValue() * hidden);
        content.resizeRelocate(-left, 0, getWidth() + hidden, getHeight() - height);
        bar.resizeRelocate(0, getHeight() - height, getWidth(), height);
    }

    private void scroll(ScrollEvent event) {
        if (hidden() > 0 && event.getDeltaX() != 0) {
            bar.setValue(Math.clamp(bar.getValue() - event.getDeltaX() / hidden(), 0, 1));
            event.consume();
        }
    }

    /** Where the keyboard goes is seen. */
    private void reveal(Node focused) {
        double hidden = hidden();
        boolean inside =
                Stream.iterate(focused, node -> node != null, Node::getParent).anyMatch(content::equals);
        if (hidden == 0 || !inside) {
            return;
        }
        Bounds at = content.sceneToLocal(focused.localToScene(focused.getLayoutBounds()));
        double left = bar.getValue() * hidden;
        if (at.getMinX() < left) {
            bar.setValue(Math.max(0, at.getMinX() / hidden));
        } else if (at.getMaxX() > left + getWidth()) {
            bar.setValue(Math.min(1, (at.getMaxX() - getWidth()) / hidden));
        }
    }
}
