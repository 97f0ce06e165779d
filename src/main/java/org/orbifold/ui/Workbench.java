package org.orbifold.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.PauseTransition;
import javafx.animation.Timeline;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.text.Font;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.orbifold.figure.Theme;
import org.orbifold.figure.Type;
import org.orbifold.job.Fault;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;
import org.orbifold.tensor.Backend;
import org.orbifold.ui.session.Autosave;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;

/** The main window. */
public final class Workbench extends Application {
    /** The engine is loaded once the first pictures stand. */
    private static final Duration ENGINE_DELAY = Duration.seconds(1.5);

    /**
     * The sample flow is opened, and draws some networks, once the first story is told: they are there when the workspace
     * of flows is first shown.
     */
    private static final Duration FLOW_DELAY = Duration.seconds(5);

    /** Jobs at a time: what takes long leaves room for what is short. */
    static final int THREADS = 5;

    private final JobExecutor executor = JobExecutor.background(THREADS);
    private Optional<Autosave> autosave = Optional.empty();

    /** Read beside the rest of the start. */
    private final CompletableFuture<Preferences> reading = CompletableFuture.supplyAsync(Workbench::readPreferences);

    /**
     * Opens the window and returns when it is closed. What its first frames need, the
     * logging library of JavaFX and the face of the pictures, is loaded beside.
     *
     * @param session to open; the sample networks if there is none
     */
    public static void open(Optional<Path> session) {
        chooseRenderer();
        Thread.ofPlatform().name("pictures").daemon().start(() -> {
            RecentLog.listening();
            Type.regular(Type.BODY);
        });
        launch(Workbench.class, session.map(Path::toString).stream().toArray(String[]::new));
    }

    private static Preferences readPreferences() {
        Preferences preferences = Preferences.keptIn(PreferencesFile.ofUser());
        if (preferences.threads().get() != Preferences.A_THREAD_A_CORE) {
            Backend.configure(preferences.threads().get());
        }
        return preferences;
    }

    /** Where OpenGL would itself be computed in software, JavaFX's own software drawing starts and draws faster. */
    static void chooseRenderer() {
        if (isWithoutGraphicsDevice() && System.getProperty("prism.order") == null) {
            System.setProperty("prism.order", "sw");
        }
    }

    private static boolean isWithoutGraphicsDevice() {
        return System.getProperty("os.name").equals("Linux")
                && Files.notExists(Path.of("/dev/dri"))
                && Files.notExists(Path.of("/dev/nvidia0"));
    }

    /** The style of a theme on a scene, and on everything that opens over it. */
    public static void dress(Scene scene, Theme theme) {
        setUserAgentStylesheet(
                theme.isDark()
                        ? new PrimerDark().getUserAgentStylesheetBSS()
                        : new PrimerLight().getUserAgentStylesheetBSS());
        scene.getStylesheets()
                .setAll(Workbench.class.getResource("workbench.css").toExternalForm());
        scene.getRoot().getStyleClass().removeAll("light", "dark");
        scene.getRoot().getStyleClass().add(theme.id());
    }

    /** Loads the bundled face, so that labels and pictures are set in the same. */
    public static void loadFonts() {
        for (String name : new String[] {"Inter-Regular", "Inter-SemiBold"}) {
            URL face = Theme.class.getResource("fonts/" + name + ".otf");
            // JavaFX reads a file where it lies, but takes the path in its URL as it is, with spaces encoded.
            String location = face.getProtocol().equals("file")
                    ? "file:" + URI.create(face.toExternalForm()).getPath()
                    : face.toExternalForm();
            if (Font.loadFont(location, 13) == null) {
                logger().log(Level.WARNING, "no bundled face: {0}", face);
            }
        }
    }

    @Override
    public void start(Stage stage) {
        loadFonts();
        Session session = new Session(executor, Platform::runLater);
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> session.report(failure));
        Preferences preferences = reading.join();
        preferences.govern(session);
        FileDialogs dialogs = FileDialogs.over(stage, uri -> getHostServices().showDocument(uri));
        WorkbenchPane room = new WorkbenchPane(session, dialogs, preferences);
        Scene scene = new Scene(room, 1280, 800);
        dress(scene, session.theme().get());
        session.theme().addListener((o, before, now) -> dress(scene, now));
        new FailureNotices(room, session);
        stage.titleProperty()
                .bind(session.store()
                        .file()
                        .map(file -> file.map(named -> "Orbifold \u2013 " + named.getFileName())
                                .orElse("Orbifold")));
        Unsaved unsaved = new Unsaved(() -> stage, session, dialogs);
        stage.setOnCloseRequest(event -> {
            event.consume();
            unsaved.leave(Unsaved.Leaving.CLOSE, stage::hide);
        });
        stage.setScene(scene);
        stage.setMinWidth(800);
        stage.setMinHeight(560);
        session.pixelScale().bind(stage.outputScaleXProperty());
        stage.show();
        try {
            keep(session, room);
        } catch (Fault fault) {
            session.report(new Fault("What is edited is not kept until it is saved: " + fault.getMessage(), fault));
        }
        executor.submit("Drawing the icon", progress -> WindowIcon.images())
                .whenEnded((icons, failure) -> Platform.runLater(() -> {
                    if (failure == null) {
                        stage.getIcons().setAll(icons);
                    } else {
                        session.report(failure);
                    }
                }));
        preferences.fault().get().ifPresent(session::report);
        preferences.fault().addListener((o, before, now) -> now.ifPresent(session::report));
        getParameters().getRaw().stream()
                .findFirst()
                .map(Path::of)
                .ifPresentOrElse(
                        session.store()::open,
                        () -> openSamples(
                                session, room, preferences.firstStory().get()));
        PauseTransition calm = new PauseTransition(ENGINE_DELAY);
        calm.setOnFinished(event -> warmEngine(room));
        calm.play();
        PauseTransition later = new PauseTransition(FLOW_DELAY);
        later.setOnFinished(
                event -> session.course().openSample(() -> session.particles().poll()));
        later.play();
    }

    /** The first thing a new user sees: two trained networks on two moons, and a swap that changes nothing. */
    private void openSamples(Session session, WorkbenchPane room, boolean story) {
        executor.submit("Opening the sample networks", progress -> SampleModels.moonsPair())
                .whenEnded((pair, failure) -> Platform.runLater(() -> {
                    if (failure != null) {
                        session.report(failure);
                        return;
                    }
                    session.openA(new OpenNetwork("a.safetensors", pair.a()));
                    session.openB(new OpenNetwork("b.safetensors", pair.b()));
                    session.openData(pair.data(), 0);
                    PauseTransition pause = new PauseTransition(Duration.seconds(1));
                    pause.setOnFinished(event -> {
                        if (story && session.history().edits().isEmpty()) {
                            room.tellFirstStory();
                        }
                    });
                    pause.play();
                }));
    }

    /** Keeps the session while it is open, and offers what an earlier process could not end. */
    private void keep(Session session, WorkbenchPane room) {
        Autosave kept = new Autosave(session, Path.of(System.getProperty("user.home"), ".orbifold"));
        autosave = Optional.of(kept);
        List<Path> left = kept.left();
        if (!left.isEmpty()) {
            room.offer(kept, left);
        }
        Timeline looks = new Timeline(new KeyFrame(Duration.seconds(Autosave.SECONDS), event -> kept.look()));
        looks.setCycleCount(Animation.INDEFINITE);
        looks.play();
    }

    private static void warmEngine(WorkbenchPane room) {
        Thread.ofPlatform().name("engine").daemon().start(() -> {
            String device = Backend.get().description();
            String reason = Backend.choice().reason();
            Platform.runLater(() -> room.setDevice(device, reason));
        });
    }

    private static Logger logger() {
        return Logger.getLogger(Workbench.class.getName());
    }

    @Override
    public void stop() {
        executor.close();
        autosave.ifPresent(Autosave::close);
    }
}
