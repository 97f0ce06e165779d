package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Point2D;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.geometry.Bounds;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orbifold.figure.PairsFigure;
import org.orbifold.figure.PathFigure;
import org.orbifold.figure.SliceFigure;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Weights;
import org.orbifold.path.Curve;
import org.orbifold.path.LossSlice;
import org.orbifold.path.WeightPlane.Place;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.PairsCourse;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.SliceCourse;
import org.orbifold.ui.session.Workspace;
import org.orbifold.ui.views.FigurePane;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Curves and slices as a person uses them: a curve trained, bent by hand, networks dragged on a plane, directions drawn anew. */
@ExtendWith(ApplicationExtension.class)
class SliceViewTest {
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

    private FigurePane picture(FxRobot robot) {
        return robot.lookup("#slice").queryAs(FigurePane.class);
    }

    private LossSlice slice() {
        List<LossSlice> slices = session.slice().slices().get();
        assertEquals(1, slices.size());
        assertTrue(slices.getFirst().isComplete());
        return slices.getFirst();
    }

    private javafx.geometry.Point2D onScreen(FxRobot robot, Place place) {
        FigurePane picture = picture(robot);
        SliceFigure figure = new SliceFigure(session.slice().slices().get(), List.of(), false);
        Point2D at = SliceFigure.at(place, slice(), figure.window(0, picture.getWidth(), picture.getHeight()));
        return onScreen(robot, at);
    }

    private javafx.geometry.Point2D onScreen(FxRobot robot, Point2D at) {
        Bounds bounds = picture(robot).localToScreen(picture(robot).getBoundsInLocal());
        return new javafx.geometry.Point2D(bounds.getMinX() + at.getX(), bounds.getMinY() + at.getY());
    }

    private double barrier(PathFigure.Kind kind) {
        return session.gauges().curves().get().stream()
                .filter(curve -> curve.kind() == kind && curve.training())
                .findFirst()
                .orElseThrow()
                .barrier()
                .barrier();
    }

    private void bezier(FxRobot robot) {
        robot.clickOn("#Bezier");
        window.settle();
    }

    @Test
    void aCurveIsTrainedAndTRunsOnItAndUndoForgetsIt(FxRobot robot) {
        bezier(robot);
        assertEquals(PathFigure.Kind.BEZIER, session.kind().get());
        assertTrue(barrier(PathFigure.Kind.BEZIER) < 0.1 * barrier(PathFigure.Kind.NAIVE));
        Curve curve = session.curve(PathFigure.Kind.BEZIER).orElseThrow();
        robot.interact(() -> session.t().set(0.3));
        assertEquals(Optional.of(curve.at(0.3)), session.shown().get());
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        window.settle();
        assertFalse(session.offers(PathFigure.Kind.BEZIER));
        assertEquals(PathFigure.Kind.NAIVE, session.kind().get());
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        window.settle();
        assertEquals(Optional.of(curve), session.curve(PathFigure.Kind.BEZIER));
    }

    @Test
    void aNetworkIsDraggedOnThePlaneAndTheOthersFollow(FxRobot robot) {
        robot.interact(() -> session.align(false));
        window.settle();
        assertEquals(SliceCourse.Kind.ALIGNED, session.slice().shown());
        LossSlice before = slice();
        assertEquals("B aligned", before.anchors().get(2).name());
        assertEquals(
                before.anchors().get(2).outcome().loss(),
                before.anchors().get(2).onPlane().loss(),
                1e-5);
        Place to = new Place(
                before.anchors().get(1).place().x() / 3,
                before.anchors().get(2).place().y() / 3,
                0);
        robot.moveTo(onScreen(robot, before.anchors().getFirst().place())).press(MouseButton.PRIMARY);
        robot.moveTo(onScreen(robot, to));
        assertEquals(Optional.of(a), session.edited().get(), "nothing is edited before it is let go");
        double away =
                before.plane().at(to.x(), to.y()).distance(session.shown().get().orElseThrow());
        assertTrue(away < 0.05 * a.distance(b), "other views follow the drag: " + away);
        robot.release(MouseButton.PRIMARY);
        window.settle();
        assertTrue(before.plane()
                        .at(to.x(), to.y())
                        .distance(session.edited().get().orElseThrow())
                < 0.05 * a.distance(b));
        assertEquals("move(A) on the slice", session.history().edits().getLast().name());
        assertFalse(before.equals(slice()), "the plane is that of the moved network");
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        window.settle();
        assertEquals(Optional.of(a), session.edited().get());
    }

    @Test
    void bAlignedMovesB(FxRobot robot) {
        robot.interact(() -> session.align(false));
        window.settle();
        LossSlice before = slice();
        robot.clickOn(onScreen(robot, before.anchors().get(2).place()));
        robot.interact(() -> {
            robot.lookup("#slice-x").queryAs(TextField.class).setText("2.5");
            robot.lookup("#slice-y").queryAs(TextField.class).setText("3.5");
        });
        robot.clickOn("#slice-y").push(KeyCode.ENTER);
        window.settle();
        Weights aligned = session.alignment()
                .get()
                .orElseThrow()
                .element()
                .actOn(session.editedB().get().orElseThrow());
        assertTrue(before.plane().at(2.5, 3.5).distance(aligned) < 1e-4);
        assertFalse(session.editedB().get().equals(Optional.of(b)));
    }

    @Test
    void theControlPointIsDraggedAndTheCurveFollows(FxRobot robot) {
        bezier(robot);
        robot.interact(() -> session.slice().kind().set(SliceCourse.Kind.BEND));
        window.settle();
        LossSlice before = slice();
        assertEquals("Bezier control", before.anchors().get(2).name());
        Curve trained = session.curve(PathFigure.Kind.BEZIER).orElseThrow();
        double low = barrier(PathFigure.Kind.BEZIER);
        Place control = before.anchors().get(2).place();
        robot.moveTo(onScreen(robot, control)).press(MouseButton.PRIMARY);
        robot.moveTo(onScreen(robot, new Place(control.x(), before.window().minY() + 0.5, 0)));
        window.settle();
        assertTrue(barrier(PathFigure.Kind.BEZIER) > low + 0.05, "the path follows the drag");
        robot.release(MouseButton.PRIMARY);
        window.settle();
        assertFalse(trained.equals(session.curve(PathFigure.Kind.BEZIER).orElseThrow()));
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        window.settle();
        assertEquals(Optional.of(trained), session.curve(PathFigure.Kind.BEZIER));
        assertEquals(low, barrier(PathFigure.Kind.BEZIER));
    }

    @Test
    void aNetworkIsChosenAndSteppedWithTheKeys(FxRobot robot) {
        robot.interact(() -> session.align(false));
        window.settle();
        LossSlice before = slice();
        ComboBox<?> names = robot.lookup("#slice-anchor").queryAs(ComboBox.class);
        robot.interact(() -> names.getSelectionModel().select(1));
        robot.clickOn("#slice-x").push(KeyCode.SHIFT, KeyCode.DOWN);
        window.settle();
        Place at = before.anchors().get(1).place();
        double step = (before.window().maxX() - before.window().minX()) / 10;
        assertTrue(before.plane()
                        .at(at.x() - step, at.y())
                        .distance(session.editedB().get().orElseThrow())
                < 1e-4);
        robot.interact(session::undo);
        window.settle();
        assertEquals(Optional.of(b), session.editedB().get());
    }

    private static List<Integer> pixels(FxRobot robot, FigurePane pane) {
        Image image =
                robot.from(pane).lookup(".image-view").queryAs(ImageView.class).getImage();
        return IntStream.range(0, (int) image.getHeight())
                .mapToObj(y -> image.getPixelReader().getArgb((int) image.getWidth() / 2, y))
                .toList();
    }

    @Test
    void aSliceIsRaisedAndTurned(FxRobot robot) {
        robot.clickOn("#slice-surface");
        window.settle();
        FigurePane surface = robot.lookup("#surface").queryAs(FigurePane.class);
        assertTrue(surface.isVisible() && !picture(robot).isVisible());
        List<Integer> first = pixels(robot, surface);
        robot.drag(surface).moveBy(60, 20).drop();
        robot.push(KeyCode.RIGHT);
        window.settle();
        List<Integer> turned = pixels(robot, surface);
        assertFalse(first.equals(turned));
        robot.clickOn("#slice-surface");
        window.settle();
        assertTrue(picture(robot).isVisible() && !surface.isVisible());
    }

    @Test
    void directionsAreDrawnAnewAndOneOfNineIsChosen(FxRobot robot) {
        assertEquals(SliceCourse.Kind.RANDOM, session.slice().shown());
        LossSlice first = slice();
        robot.clickOn("#slice-rerolls");
        window.settle();
        assertEquals(9, session.slice().slices().get().size());
        SliceFigure figure = new SliceFigure(session.slice().slices().get(), List.of(), false);
        var frame = figure.window(4, picture(robot).getWidth(), picture(robot).getHeight());
        robot.clickOn(onScreen(robot, new Point2D.Double(frame.getCenterX(), frame.getCenterY())));
        window.settle();
        assertEquals(Optional.of(4L), slice().plane().seed());
        assertFalse(first.plane().at(1, 0).equals(slice().plane().at(1, 0)));
        robot.moveTo(onScreen(robot, slice().anchors().getFirst().place()));
        String words = robot.lookup("#slice-readout").queryAs(Labeled.class).getText();
        assertTrue(words.startsWith("A: loss "), words);
    }

    @Test
    void aPairOfAZooIsOpenedAndAlignmentLowersTheirBarriers(FxRobot robot) {
        robot.clickOn("#show-pairs");
        TestedWindow.await(() -> session.pairs().found().get().isPresent());
        window.settle();
        PairsCourse.Found raw = session.pairs().found().get().orElseThrow();
        assertEquals(60 * 59 / 2, raw.pairs().pairs().size());
        robot.clickOn("#pairs-aligned");
        TestedWindow.await(() -> session.pairs().found().get().isPresent());
        window.settle();
        PairsCourse.Found aligned = session.pairs().found().get().orElseThrow();
        assertTrue(aligned.pairs().barrier().mean() < raw.pairs().barrier().mean() / 2);
        FigurePane picture = robot.lookup("#pairs").queryAs(FigurePane.class);
        Bounds bounds = picture.localToScreen(picture.getBoundsInLocal());
        PairsFigure figure = new PairsFigure(aligned.pairs(), aligned.networks().size());
        double down = 0.4 * picture.getHeight();
        double along = IntStream.range(0, (int) picture.getWidth())
                .filter(x -> figure.at(x, down, picture.getWidth(), picture.getHeight())
                        .isPresent())
                .findFirst()
                .orElseThrow();
        double x = bounds.getMinX() + along + 1;
        double y = bounds.getMinY() + down;
        robot.moveTo(new javafx.geometry.Point2D(x, y));
        String words = robot.lookup("#pairs-readout").queryAs(Labeled.class).getText();
        assertTrue(words.matches("\\d+ and \\d+: loss at the midpoint .*"), words);
        robot.clickOn(new javafx.geometry.Point2D(x, y));
        window.settle();
        int i = Integer.parseInt(words.substring(0, words.indexOf(' ')));
        assertEquals(aligned.networks().get(i), session.edited().get().orElseThrow());
        assertTrue(session.dataFits());
    }
}
