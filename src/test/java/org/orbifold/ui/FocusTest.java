package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Spinner;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orbifold.figure.Theme;
import org.orbifold.job.JobExecutor;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The keyboard reaches everything, from top to bottom, and one sees where it is. */
@ExtendWith(ApplicationExtension.class)
class FocusTest {
    /** Pixels that change visibly where the focus comes or goes: fewer are overlooked. */
    private static final int LEAST_PIXELS = 16;

    private static final double CONTRAST = 3;
    private static final int MOST_STEPS = 200;

    private Session session;
    private TestedWindow window;
    private Scene scene;

    @Start
    void start(Stage stage) {
        session = new Session(JobExecutor.direct(), Runnable::run);
        window = new TestedWindow(session, stage);
        scene = stage.getScene();
        stage.setWidth(1280);
        stage.setHeight(800);
    }

    @BeforeEach
    void open(FxRobot robot) {
        window.openMoons(robot);
    }

    @ParameterizedTest
    @CsvSource({
        "LEARN, light, workspace-learn align show-spheres neuron-0-0 break path-chart clock",
        "ALIGN, dark, workspace-align align show-spheres alignment matching-run path-chart clock",
        "FLOW, light, workspace-flow align particles measure clock",
        "LEARN, dark, workspace-learn align show-spheres neuron-0-0 break path-chart clock"
    })
    void tabReachesEverythingInOrderAndShowsWhereItIs(Workspace workspace, String id, String order, FxRobot robot) {
        robot.interact(() -> {
            session.theme().set(Theme.of(id).orElseThrow());
            session.workspace().set(workspace);
        });
        window.settle();
        robot.interact(() -> scene.lookup("#workspace-" + workspace.name().toLowerCase(Locale.ROOT))
                .requestFocus());
        BorderPane room = (BorderPane) scene.getRoot();
        assertEquals(scene.getHeight(), room.getBottom().getBoundsInParent().getMaxY(), 1);
        assertEquals(
                room.getBottom().getBoundsInParent().getMinY(),
                room.getCenter().getBoundsInParent().getMaxY(),
                1);
        Set<Node> reached = new LinkedHashSet<>();
        Set<String> unseen = new TreeSet<>();
        for (Node at = focused(); reached.add(at) && reached.size() < MOST_STEPS; at = focused()) {
            Rectangle2D place = around(at);
            WritableImage with = picture(robot, place);
            robot.type(KeyCode.TAB);
            window.settle();
            if (reached.size() > 1 && changed(with, picture(robot, place)) < LEAST_PIXELS) {
                unseen.add(name(at));
            }
        }
        Set<String> missed = new TreeSet<>();
        for (Node node : focusable(scene.getRoot(), new ArrayList<>())) {
            if (!reached.contains(node)) {
                missed.add(name(node));
            }
        }
        assertEquals(Set.of(), missed, "not reached by Tab");
        assertEquals(Set.of(), unseen, "the focus is not seen");
        List<String> wanted = List.of(order.split(" "));
        assertEquals(
                wanted,
                reached.stream()
                        .map(node -> String.valueOf(node.getId()))
                        .filter(wanted::contains)
                        .toList());
    }

    private Node focused() {
        return Optional.ofNullable(scene.getFocusOwner()).orElseThrow();
    }

    private static String name(Node node) {
        return node.getClass().getSimpleName() + "#" + node.getId() + node.getStyleClass() + " in "
                + node.getParent().getClass().getSimpleName() + node.getParent().getStyleClass();
    }

    /** What can be seen and takes the focus. */
    private static List<Node> focusable(Node node, List<Node> found) {
        if (node.isVisible() && !node.isDisabled()) {
            if (node.isFocusTraversable() && !(node.getParent() instanceof Spinner<?>)) {
                found.add(node);
            }
            if (node instanceof Parent parent) {
                parent.getChildrenUnmodifiable().forEach(child -> focusable(child, found));
            }
        }
        return found;
    }

    /** A node's place in the window, with room for a ring. */
    private static Rectangle2D around(Node node) {
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        return new Rectangle2D(
                bounds.getMinX() - 4, bounds.getMinY() - 4, bounds.getWidth() + 8, bounds.getHeight() + 8);
    }

    private WritableImage picture(FxRobot robot, Rectangle2D place) {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setViewport(place);
        CompletableFuture<WritableImage> taken = new CompletableFuture<>();
        robot.interact(() -> taken.complete(scene.getRoot().snapshot(parameters, null)));
        return taken.join();
    }

    /** Pixels whose colours in two pictures are clearly apart. */
    private static int changed(WritableImage one, WritableImage other) {
        int changed = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                Color a = one.getPixelReader().getColor(x, y);
                Color b = other.getPixelReader().getColor(x, y);
                changed += Contrast.between(a, b) >= CONTRAST ? 1 : 0;
            }
        }
        return changed;
    }
}
