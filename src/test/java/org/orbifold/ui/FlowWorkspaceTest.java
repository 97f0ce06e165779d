package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.figure.ParticlesFigure;
import org.orbifold.flow.Coupling;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.FlowRun;
import org.orbifold.flow.Geometry;
import org.orbifold.io.ModelFile;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.FlowDiagnosis;
import org.orbifold.ui.session.FlowParticles;
import org.orbifold.ui.session.FlowSample;
import org.orbifold.ui.session.FlowSettings;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;
import org.orbifold.ui.views.FigurePane;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;
import org.testfx.util.WaitForAsyncUtils;

/** The flow workspace as a person uses it: a flow is trained, paused and stepped, tau scrubbed, a network opened. */
@ExtendWith(ApplicationExtension.class)
class FlowWorkspaceTest {
    private static final Architecture NETWORK = Architecture.parse("2-3-2", Activation.RELU);

    @TempDir
    private Path folder;

    private final JobExecutor executor = JobExecutor.background(3);
    private Session session;
    private FlowCourse course;
    private FlowParticles particles;
    private TestedWindow window;

    @Start
    void start(Stage stage) {
        session = new Session(executor, Platform::runLater);
        course = session.course();
        particles = session.particles();
        window = new TestedWindow(session, stage);
    }

    @Stop
    void stop() {
        Platform.runLater(() -> {
            session.workspace().set(Workspace.LEARN);
            executor.close();
        });
    }

    @BeforeEach
    void openAZoo(FxRobot robot) {
        List<Weights> networks = IntStream.range(0, 12)
                .mapToObj(k -> new Initialization.Normal(0.7).draw(NETWORK, new SplittableRandom(k)))
                .toList();
        Path zoo = folder.resolve("tiny.safetensors");
        ModelFile.zoo(zoo, networks).write(zoo, Map.of());
        robot.push(KeyCode.CONTROL, KeyCode.DIGIT3);
        assertEquals(Workspace.FLOW, session.workspace().get());
        robot.interact(() -> {
            course.openZoo(zoo);
            course.settings().set(new FlowSettings(Geometry.GEOMETRIC, Coupling.INDEPENDENT, 100_000, 2, 8));
        });
        TestedWindow.await(() -> course.targets()
                .get()
                .filter(known -> known.name().equals("tiny.safetensors"))
                .isPresent());
    }

    private long step() {
        return course.view().get().map(FlowRun.View::step).orElse(0L);
    }

    private FlowSample sample() {
        return particles.sample().get().orElseThrow();
    }

    private void stepOnce(FxRobot robot, long expected) {
        robot.clickOn("#flow-step");
        TestedWindow.await(() -> step() == expected
                && particles.sample().get().map(FlowSample::step).equals(Optional.of(expected)));
    }

    @Test
    void aStepIsTakenAndToldInWords(FxRobot robot) {
        stepOnce(robot, 1);
        stepOnce(robot, 2);
        assertEquals(FlowCourse.State.PAUSED, course.state().get());
        String story = robot.lookup("#step-story").queryAs(Label.class).getText();
        assertTrue(story.startsWith("Step 2 drew 2 pairs."), story);
        assertEquals(
                "flow of training step 2",
                robot.lookup("#particles-step").queryAs(Label.class).getText());
        assertTrue(sample().drift() < 1e-5, "geodesics stay on the spheres");
        robot.clickOn("#flow-stop");
        TestedWindow.await(() -> course.state().get() == FlowCourse.State.IDLE);
    }

    private static String shownBy(ComboBox<?> choice) {
        return choice.lookupAll(".list-cell").stream()
                .filter(Node::isVisible)
                .map(cell -> ((Labeled) cell).getText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void stepsThatAreNoneOfTheUsualOnesAreShownAmongThem(FxRobot robot) {
        ComboBox<?> steps = robot.lookup("#steps").queryComboBox();
        assertEquals("100000", shownBy(steps));
        robot.interact(
                () -> course.settings().set(new FlowSettings(Geometry.GEOMETRIC, Coupling.INDEPENDENT, 1500, 2, 8)));
        assertEquals("1500", shownBy(steps));
        assertEquals(1500, course.settings().get().steps());
        assertEquals(
                List.of(200L, 1000L, 1500L, 2000L, 5000L, 10_000L, 20_000L, 100_000L), List.copyOf(steps.getItems()));
    }

    @Test
    void tauIsScrubbedWhileTheFlowIsTrained(FxRobot robot) {
        robot.clickOn("#flow-train");
        TestedWindow.await(() -> particles.sample().get().isPresent());
        assertEquals(FlowCourse.State.RUNNING, course.state().get());
        assertTrue(robot.lookup("#geometry").queryAs(ComboBox.class).isDisabled());
        robot.clickOn("#particles").type(KeyCode.HOME);
        assertEquals(0, robot.lookup("#clock").queryAs(Slider.class).getValue());
        robot.type(KeyCode.RIGHT, 3);
        assertEquals(0.03, particles.tau().get(), 1e-9);
        long before = step();
        TestedWindow.await(() -> step() > before);
        robot.clickOn("#flow-pause");
        assertEquals(FlowCourse.State.PAUSED, course.state().get());
        TestedWindow.await(particles::isCurrent);
        long paused = step();
        assertEquals(paused, sample().step());
        robot.clickOn("#flow-train");
        TestedWindow.await(() -> step() > paused);
        robot.clickOn("#flow-stop");
        TestedWindow.await(() -> course.state().get() == FlowCourse.State.IDLE);
    }

    @Test
    void aNetworkIsLookedAtAndOpened(FxRobot robot) {
        stepOnce(robot, 1);
        TestedWindow.await(particles::isCurrent);
        robot.interact(() -> particles.tau().set(0.5));
        FigurePane picture = robot.lookup("#particles").queryAs(FigurePane.class);
        ParticlesFigure figure = new ParticlesFigure(sample().particles(), 0.5);
        int particle = IntStream.range(0, 100)
                .filter(k -> {
                    var at = figure.center(k, picture.getWidth(), picture.getHeight());
                    return figure.nearest(at.getX(), at.getY(), picture.getWidth(), picture.getHeight())
                            .equals(Optional.of(k));
                })
                .findFirst()
                .orElseThrow();
        var at = figure.center(particle, picture.getWidth(), picture.getHeight());
        Bounds bounds = picture.localToScreen(picture.getBoundsInLocal());
        robot.moveTo(bounds.getMinX() + at.getX(), bounds.getMinY() + at.getY());
        assertEquals(Optional.of(particle), particles.marked().get());
        assertTrue(robot.lookup("#particle").queryAs(Label.class).getText().startsWith("Network " + particle + " at"));
        assertTrue(robot.lookup("#particle-function").query().isVisible());
        robot.type(KeyCode.ESCAPE);
        assertEquals(Optional.empty(), particles.marked().get());
        assertFalse(robot.lookup("#particle").query().getParent().isVisible());
        Weights expected = sample().trajectories().network(particle, 0.5);
        robot.clickOn(bounds.getMinX() + at.getX(), bounds.getMinY() + at.getY());
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(Workspace.LEARN, session.workspace().get());
        assertEquals(expected, session.a().get().orElseThrow().weights());
        robot.interact(course::stop);
    }

    @Test
    void aStoppedTrainingGoesOnAndIsSavedAndOpened(FxRobot robot) {
        stepOnce(robot, 1);
        robot.clickOn("#flow-stop");
        TestedWindow.await(() -> course.state().get() == FlowCourse.State.IDLE);
        stepOnce(robot, 2);
        robot.clickOn("#flow-stop");
        TestedWindow.await(() -> course.state().get() == FlowCourse.State.IDLE);
        Path file = folder.resolve("made.flow");
        window.choose(file);
        robot.push(KeyCode.CONTROL, KeyCode.ALT, KeyCode.S);
        TestedWindow.await(() -> Files.exists(file));
        assertEquals(2, FlowFile.read(file).step());
        robot.clickOn("#flow-restart");
        assertEquals(0, step());
        robot.push(KeyCode.CONTROL, KeyCode.ALT, KeyCode.F);
        TestedWindow.await(() -> step() == 2 && particles.sample().get().isPresent());
        assertEquals(12, sample().particles().training().size(), "the zoo is known to be the one it learned from");
        assertEquals(Optional.empty(), session.failure().get());
    }

    @Test
    void theFlowIsMeasured(FxRobot robot) {
        stepOnce(robot, 1);
        TestedWindow.await(particles::isCurrent);
        FlowDiagnosis diagnosis = session.diagnosis();
        assertEquals(
                Optional.empty(), diagnosis.residual().get(), "a training that is stepped is not measured unasked");
        robot.clickOn("#measure");
        TestedWindow.await(() -> diagnosis.novelty().get().isPresent());
        assertEquals(1, diagnosis.residual().get().orElseThrow().step());
        assertEquals(10, diagnosis.residual().get().orElseThrow().value().rows().size());
        assertEquals(
                "measured after training step 1",
                robot.lookup("#measured").queryAs(Label.class).getText());
        assertTrue(robot.lookup("#velocity-residual").query().isVisible());
        List<String> table = robot.lookup("#step-sensitivity .label").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .toList();
        assertTrue(table.containsAll(List.of("8", "16", "32", "64")), table::toString);
        robot.clickOn("#flow-restart");
        TestedWindow.await(() -> diagnosis.novelty().get().isEmpty());
        assertEquals(Optional.empty(), diagnosis.steps().get());
    }

    @Test
    void aTrainingThatIsOverIsMeasuredUnasked(FxRobot robot) {
        robot.interact(
                () -> course.settings().set(new FlowSettings(Geometry.GEOMETRIC, Coupling.INDEPENDENT, 3, 2, 8)));
        robot.clickOn("#flow-train");
        TestedWindow.await(() -> session.diagnosis().novelty().get().isPresent());
        assertEquals(3, session.diagnosis().novelty().get().orElseThrow().step());
        assertTrue(robot.lookup("#flow-train").queryButton().isDisabled(), "it would begin anew");
        assertTrue(robot.lookup("#slow-motion").query().isDisabled());
        robot.interact(
                () -> course.settings().set(new FlowSettings(Geometry.GEOMETRIC, Coupling.INDEPENDENT, 5, 2, 8)));
        robot.clickOn("#flow-step");
        TestedWindow.await(() -> step() == 4);
    }

    @Test
    void whatIsDrawnOverTheParticlesIsSavedWithThem(FxRobot robot) throws IOException {
        stepOnce(robot, 1);
        TestedWindow.await(particles::isCurrent);
        robot.clickOn("#show-velocities").clickOn("#show-density").clickOn("#show-pair");
        assertEquals(
                Set.of(ParticlesFigure.Overlay.VELOCITIES, ParticlesFigure.Overlay.DENSITY),
                particles.overlays().get());
        Path picture = folder.resolve("p.svg");
        window.choose(picture);
        robot.clickOn("#save-particles");
        TestedWindow.await(() -> Files.exists(picture));
        String svg = Files.readString(picture);
        for (String said : List.of(
                "orbifold flow train",
                "after step 1",
                "arrows: the particles",
                "90 % of their density",
                "velocity u to")) {
            assertTrue(svg.contains(said), said);
        }
        Path curves = folder.resolve("p.csv");
        window.choose(curves);
        robot.clickOn("#save-particles");
        TestedWindow.await(() -> Files.exists(curves));
        List<String> lines = Files.readAllLines(curves).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertEquals("network,tau,x,y", lines.getFirst());
        assertEquals(1 + 100 * 33, lines.size());
        assertEquals(Optional.empty(), session.failure().get());
    }

    @Test
    void aStepIsToldInSlowMotion(FxRobot robot) {
        robot.clickOn("#slow-motion");
        TestedWindow.await(() -> course.told().get() == 2);
        String story = robot.lookup("#step-story").queryAs(Label.class).getText();
        assertTrue(story.contains("The time drawn is") && !story.contains("that velocity u"), story);
        assertTrue(particles.pairShown().get());
        robot.clickOn("#slow-motion");
        assertEquals(FlowCourse.PARTS, course.told().get());
        assertEquals(FlowCourse.State.PAUSED, course.state().get());
        robot.clickOn("#slow-motion").clickOn("#flow-train");
        assertFalse(robot.lookup("#slow-motion").queryAs(ToggleButton.class).isSelected(), "training ends slow motion");
        robot.interact(course::stop);
    }

    @Test
    void everyControlHasAnAccessibleName(FxRobot robot) {
        for (Button button : robot.lookup(".button").queryAllAs(Button.class)) {
            boolean named = button.getText() != null && !button.getText().isBlank();
            assertTrue(named || button.getAccessibleText() != null, () -> "no name: " + button);
        }
        for (ComboBox<?> choice : robot.lookup(".combo-box").queryAllAs(ComboBox.class)) {
            assertFalse(choice.getAccessibleText().isBlank());
        }
    }
}
