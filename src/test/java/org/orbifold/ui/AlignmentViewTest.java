package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Point2D;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javafx.geometry.Bounds;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.align.Alignment;
import org.orbifold.figure.MatchingLayout;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.PathFigure;
import org.orbifold.job.JobExecutor;
import org.orbifold.job.Progress;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Networks;
import org.orbifold.net.Weights;
import org.orbifold.study.SampleModels;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Invariance;
import org.orbifold.symmetry.Permutation;
import org.orbifold.ui.session.Edit;
import org.orbifold.ui.session.MatchingMethod;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.orbifold.ui.views.FigurePane;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The alignment as a person uses it: methods run and compared, steps gone through, ribbons dragged and locked. */
@ExtendWith(ApplicationExtension.class)
class AlignmentViewTest {
    private Session session;
    private TestedWindow window;
    private Weights a;
    private Weights b;

    @Start
    void start(Stage stage) {
        session = new Session(JobExecutor.direct(), Runnable::run);
        window = new TestedWindow(session, stage);
    }

    @BeforeEach
    void open(FxRobot robot) {
        SampleModels.Pair pair = SampleModels.moonsPair();
        a = pair.a();
        b = pair.b();
        robot.interact(() -> {
            session.openA(new OpenNetwork("a", a));
            session.openB(new OpenNetwork("b", b));
            session.openData(pair.data(), 0);
            session.workspace().set(Workspace.ALIGN);
        });
        window.settle();
    }

    private Permutation matched(int layer) {
        return session.matched().orElseThrow().permutations().get(layer);
    }

    private MatchingLayout layout(FxRobot robot) {
        FigurePane picture = robot.lookup("#alignment").queryAs(FigurePane.class);
        return MatchingLayout.of(8, picture.getWidth(), picture.getHeight());
    }

    private javafx.geometry.Point2D onScreen(FxRobot robot, Point2D place) {
        FigurePane picture = robot.lookup("#alignment").queryAs(FigurePane.class);
        Bounds bounds = picture.localToScreen(picture.getBoundsInLocal());
        return new javafx.geometry.Point2D(bounds.getMinX() + place.getX(), bounds.getMinY() + place.getY());
    }

    private void align(FxRobot robot) {
        robot.clickOn("#matching-run");
        window.settle();
    }

    @Test
    void aMethodIsRunAndItsStepsAreGoneThrough(FxRobot robot) {
        FigurePane picture = robot.lookup("#alignment").queryAs(FigurePane.class);
        assertTrue(picture.getAccessibleText().contains("Hidden layer 0"), picture.getAccessibleText());
        assertTrue(matched(0).isIdentity());
        align(robot);
        Alignment found = Alignment.byWeights(a, b, false, 0, 1, Progress.NONE);
        assertEquals(found.aligned(), session.alignment().get().orElseThrow().aligned());
        assertEquals(PathFigure.Kind.ALIGNED, session.kind().get());
        int last = session.matching().steps().size() - 1;
        assertEquals(last, session.matching().place().get());
        robot.interact(
                () -> robot.lookup("#matching-step").queryAs(Slider.class).setValue(0));
        window.settle();
        List<Permutation> start = session.matching().steps().getFirst().permutations();
        assertEquals(start, session.matched().orElseThrow().permutations());
        assertEquals(start, session.alignment().get().orElseThrow().permutations());
        String words = robot.lookup("#matching-words").queryAs(Labeled.class).getText();
        assertTrue(words.startsWith("Step 0 of " + last + ": where it starts"), words);
        robot.clickOn("#step-on");
        window.settle();
        assertEquals(1, session.matching().place().get());
        for (int k = 0; k < last; k++) {
            robot.clickOn("#step-on");
        }
        window.settle();
        assertEquals(
                found.aligned(),
                session.alignment().get().orElseThrow().aligned(),
                "the last step is the alignment found");
        assertTrue(
                Invariance.maxOutputDifference(
                                b, session.alignment().get().orElseThrow().aligned())
                        < 1e-4,
                "B's function stands still");
    }

    @Test
    void anEndThatIsDraggedChangesTheMatchAndUndoTakesItBack(FxRobot robot) {
        align(robot);
        Permutation before = matched(0);
        MatchingLayout layout = layout(robot);
        int from = before.get(2);
        int to = before.get(5);
        robot.moveTo(onScreen(robot, layout.b(from))).press(MouseButton.PRIMARY);
        robot.moveTo(onScreen(robot, layout.b(to)));
        assertEquals(before, matched(0), "no match is made before the end is let go");
        robot.release(MouseButton.PRIMARY);
        window.settle();
        assertEquals(to, matched(0).get(2));
        assertEquals(from, matched(0).get(5));
        assertEquals(
                "match(n2, n" + to + " of B) in hidden 0",
                session.history().edits().getLast().name());
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        window.settle();
        assertEquals(before, matched(0));
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        window.settle();
        assertEquals(to, matched(0).get(2));
    }

    @Test
    void anEndOfADraggedToAnotherGivesItsMatchAway(FxRobot robot) {
        align(robot);
        Permutation before = matched(0);
        MatchingLayout layout = layout(robot);
        robot.moveTo(onScreen(robot, layout.a(1))).press(MouseButton.PRIMARY);
        robot.moveTo(onScreen(robot, layout.a(6))).release(MouseButton.PRIMARY);
        window.settle();
        assertEquals(before.get(1), matched(0).get(6));
        assertEquals(before.get(6), matched(0).get(1));
    }

    @Test
    void whatIsLockedStaysWhateverAMethodFinds(FxRobot robot) {
        align(robot);
        Permutation best = matched(0);
        robot.interact(() -> session.selection().set(Optional.of(new Neuron(1, 3))));
        ComboBox<Integer> partner = robot.lookup("#matching-partner").queryComboBox();
        robot.interact(() -> partner.setValue(best.get(4)));
        robot.clickOn("#matching-match");
        window.settle();
        assertEquals(best.get(4), matched(0).get(3));
        robot.clickOn("#matching-lock");
        assertEquals(
                "Unlock", robot.lookup("#matching-lock").queryAs(Button.class).getText());
        align(robot);
        assertEquals(best.get(4), matched(0).get(3), "the method left the locked pair");
        MatchingLayout layout = layout(robot);
        robot.moveTo(onScreen(robot, layout.b(matched(0).get(3)))).press(MouseButton.PRIMARY);
        robot.moveTo(onScreen(robot, layout.b(matched(0).get(0)))).release(MouseButton.PRIMARY);
        window.settle();
        assertEquals(best.get(4), matched(0).get(3), "a locked end is not dragged");
        assertTrue(session.failure().get().isPresent());
        robot.doubleClickOn(onScreen(robot, layout.a(3)));
        assertEquals(
                "Lock", robot.lookup("#matching-lock").queryAs(Button.class).getText());
        align(robot);
        assertEquals(best, matched(0));
    }

    @Test
    void methodsAreComparedAndTheOneThatIsChosenStays(FxRobot robot) {
        robot.clickOn("#matching-compare");
        window.settle();
        assertEquals(
                MatchingMethod.values().length, session.matching().outcomes().size());
        assertEquals(MatchingMethod.WEIGHT, session.matching().method().get());
        Alignment activation =
                session.matching().outcomes().get(MatchingMethod.ACTIVATION).alignment();
        assertNotEquals(Optional.of(activation), session.alignment().get());
        robot.clickOn("activations");
        window.settle();
        assertEquals(Optional.of(activation), session.alignment().get());
        FigurePane picture = robot.lookup("#alignment").queryAs(FigurePane.class);
        assertTrue(picture.getAccessibleText().contains("correlation of activations"), picture.getAccessibleText());
    }

    @Test
    void neuronsThatChangedPlacesInAKeepTheirMatches(FxRobot robot) {
        align(robot);
        Permutation before = matched(0);
        robot.interact(() -> session.edit(Edit.swap(a.architecture(), 0, 1, 5)));
        window.settle();
        assertEquals(before.get(5), matched(0).get(1));
        robot.interact(() -> session.selection().set(Optional.of(new Neuron(1, 1))));
        robot.clickOn("#matching-lock");
        assertEquals(
                1,
                session.matching().state().get().pins().pins().stream()
                        .filter(pin -> pin.a() == 5 && pin.b() == before.get(5))
                        .count());
        assertTrue(session.matched().orElseThrow().locks().hold(0, 1, before.get(5)));
        assertFalse(session.failure().get().isPresent());
    }

    @Test
    void channelsOfConvolutionsAreMatchedToo(FxRobot robot) {
        Architecture architecture = Architecture.parse("1x8x8-c6k3-bn-relu-c4k3-relu-gap-8", Activation.RELU);
        Weights network = Networks.random(architecture, 1);
        GroupElement planted = GroupElement.randomPermutation(architecture, new SplittableRandom(2));
        robot.interact(() -> {
            session.openA(new OpenNetwork("a", network));
            session.openB(new OpenNetwork("b", planted.actOn(network)));
            session.workspace().set(Workspace.LEARN);
        });
        window.settle();
        robot.interact(() -> session.workspace().set(Workspace.ALIGN));
        align(robot);
        assertEquals(network, session.alignment().get().orElseThrow().aligned());
        assertEquals(planted.permutation(1).inverse(), matched(1));
        robot.clickOn("#show-spheres");
        window.settle();
        robot.clickOn("#show-spheres");
        window.settle();
        assertEquals(Optional.empty(), session.failure().get());
    }
}
