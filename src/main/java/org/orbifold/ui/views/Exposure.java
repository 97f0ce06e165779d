package org.orbifold.ui.views;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.Parent;

/** Whether a node can be seen: it stands in a scene, and it and all that it stands in are visible. */
public final class Exposure {
    private final Node node;
    private final ReadOnlyBooleanWrapper exposed = new ReadOnlyBooleanWrapper(this, "exposed", false);
    private final List<Node> chain = new ArrayList<>();
    private final InvalidationListener visibility = observable -> update();
    private final ChangeListener<Parent> place = (o, before, now) -> follow();

    Exposure(Node node) {
        this.node = node;
        node.sceneProperty().addListener(visibility);
        follow();
    }

    /** Whether it can be seen now. */
    ReadOnlyBooleanProperty exposed() {
        return exposed.getReadOnlyProperty();
    }

    /** Whether a node, and all that it stands in, are visible now. */
    public static boolean isVisible(Node node) {
        return Stream.iterate(node, Objects::nonNull, Node::getParent).allMatch(Node::isVisible);
    }

    private void follow() {
        for (Node link : chain) {
            link.visibleProperty().removeListener(visibility);
            link.parentProperty().removeListener(place);
        }
        chain.clear();
        for (Node link = node; link != null; link = link.getParent()) {
            chain.add(link);
            link.visibleProperty().addListener(visibility);
            link.parentProperty().addListener(place);
        }
        update();
    }

    private void update() {
        exposed.set(node.getScene() != null && chain.stream().allMatch(Node::isVisible));
    }
}
