package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.Theme;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Every control of the window, in all workspaces, views, menus and both themes, can be named, read and seen. */
@ExtendWith(ApplicationExtension.class)
class AccessibilityTest {
    /** Switches that train a curve where there is none; what they show has been looked at by then. */
    private static final Set<String> TRAINING = Set.of("bezier", "chain");

    private Stage stage;
    private Session session;
    private TestedWindow window;
    private Scene scene;

    @Start
    void start(Stage stage) {
        this.stage = stage;
        session = new Session(JobExecutor.direct(), Runnable::run);
        window = new TestedWindow(session, stage);
        scene = stage.getScene();
    }

    @BeforeEach
    void open(FxRobot robot) {
        SampleModels.Pair pair = SampleModels.moonsPair();
        robot.interact(() -> {
            session.openA(new OpenNetwork("a", pair.a()));
            session.openB(new OpenNetwork("b", pair.b()));
            session.openData(pair.data(), 0);
            session.align(false);
            session.edit(Edit.swap(pair.a().architecture(), 0, 1, 5));
            session.selection().set(Optional.of(new Neuron(1, 1)));
        });
        window.settle();
    }

    /** Other windows were open: the next test is to show its own anew, so that it is the active one. */
    @AfterEach
    void hide(FxRobot robot) {
        robot.interact(stage::hide);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everythingCanBeNamedReadAndSeen(String id, FxRobot robot) {
        Theme theme = Theme.of(id).orElseThrow();
        robot.interact(() -> session.theme().set(theme));
        AccessibilityAudit audit = new AccessibilityAudit(theme);
        for (Workspace workspace : Workspace.values()) {
            robot.interact(() -> session.workspace().set(workspace));
            look(robot, audit);
            for (ToggleButton toggle : toggles()) {
                robot.interact(toggle::fire);
                look(robot, audit);
                robot.interact(toggle::fire);
            }
            lookAtPopups(robot, audit);
        }
        assertEquals(Set.of(), audit.faults());
        assertTrue(audit.seen().size() > 1000, "looked at " + audit.seen().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void largeNetworksCanToo(String id, FxRobot robot) {
        Theme theme = Theme.of(id).orElseThrow();
        robot.interact(() -> {
            session.theme().set(theme);
            WindowScript.DRAG.open(session);
        });
        AccessibilityAudit audit = new AccessibilityAudit(theme);
        look(robot, audit);
        assertEquals(Set.of(), audit.faults());
        assertTrue(audit.seen().contains(scene.lookup("#sheets")));
    }

    /** Looks at every window that is open. */
    private void look(FxRobot robot, AccessibilityAudit audit) {
        window.settle();
        robot.interact(() -> List.copyOf(Window.getWindows())
                .forEach(open -> audit.look(open.getScene().getRoot())));
    }

    /** The switches of what is shown, workspaces left out. */
    private List<ToggleButton> toggles() {
        List<ToggleButton> toggles = new ArrayList<>();
        for (Node node : visible(scene.getRoot(), new LinkedHashSet<>())) {
            if (node instanceof ToggleButton toggle && !toggle.isDisabled() && !isLeftAlone(toggle.getId())) {
                toggles.add(toggle);
            }
        }
        return toggles;
    }

    private static boolean isLeftAlone(String id) {
        return id != null && (id.startsWith("workspace-") || TRAINING.contains(id));
    }

    private static Set<Node> visible(Node node, Set<Node> found) {
        if (node.isVisible()) {
            found.add(node);
            if (node instanceof Parent parent) {
                parent.getChildrenUnmodifiable().forEach(child -> visible(child, found));
            }
        }
        return found;
    }

    private void lookAtPopups(FxRobot robot, AccessibilityAudit audit) {
        for (Node node : visible(scene.getRoot(), new LinkedHashSet<>())) {
            switch (node) {
                case MenuBar bar -> {
                    for (Menu menu : bar.getMenus()) {
                        robot.interact(menu::show);
                        look(robot, audit);
                        robot.interact(menu::hide);
                    }
                }
                case ComboBox<?> box
                when !box.isDisabled() -> {
                    robot.interact(box::show);
                    look(robot, audit);
                    robot.interact(box::hide);
                }
                default -> {}
            }
        }
    }

    @Test
    void whatCannotBeReadOrNamedIsFound(FxRobot robot) {
        robot.interact(() -> {
            scene.lookup("#names").setStyle("-fx-text-fill: #999999; -fx-font-size: 10px;");
            scene.lookup("#clock").setAccessibleText(null);
            scene.lookup("#play").setStyle("-fx-background-color: -color-fg-muted;");
        });
        AccessibilityAudit audit = new AccessibilityAudit(Theme.LIGHT);
        look(robot, audit);
        assertEquals(4, audit.faults().size(), audit.faults()::toString);
        for (String fault : List.of(
                "contrast 2.68 .*#names.*",
                "10.0 px: .*#names.*",
                "no name: .*#clock\\..*",
                "contrast .*FontIcon.*#play.*")) {
            assertTrue(audit.faults().stream().anyMatch(found -> found.matches(fault)), audit.faults()::toString);
        }
    }

    @Test
    void contrastIsThatOfTheGuidelines() {
        assertEquals(21, Contrast.between(Color.BLACK, Color.WHITE), 1e-9);
        assertEquals(4.54, Contrast.between(Color.web("#767676"), Color.WHITE), 5e-3);
        assertEquals(Color.web("#808080"), Contrast.over(Color.BLACK, 127 / 255.0, Color.WHITE));
    }
}
