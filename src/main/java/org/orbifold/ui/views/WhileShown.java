package org.orbifold.ui.views;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Window;
import javafx.util.Duration;

/**
 * What is done only while a node is in a window that is shown. Clocks that run on hold the whole window, and cost what
 * nobody sees.
 */
public final class WhileShown {
    private WhileShown() {}

    /** Begins something when the node comes into sight, and ends it when it goes. */
    public static void run(Node node, Runnable begin, Runnable end) {
        node.sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false)
                .addListener((o, before, now) -> (now ? begin : end).run());
    }

    /** Does something every so often while the node is in sight. */
    public static void every(Duration period, Node node, Runnable work) {
        Timeline clock = new Timeline(new KeyFrame(period, event -> work.run()));
        clock.setCycleCount(Animation.INDEFINITE);
        run(node, clock::play, clock::stop);
    }
}
