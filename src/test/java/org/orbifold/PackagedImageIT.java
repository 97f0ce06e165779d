package org.orbifold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.concurrent.Task;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.controlsfx.control.HyperlinkLabel;
import org.controlsfx.control.Notifications;
import org.controlsfx.control.PropertySheet;
import org.controlsfx.control.RangeSlider;
import org.controlsfx.control.SegmentedButton;
import org.controlsfx.control.StatusBar;
import org.controlsfx.control.TaskProgressView;
import org.controlsfx.control.decoration.Decorator;
import org.controlsfx.control.decoration.GraphicDecoration;
import org.controlsfx.control.spreadsheet.SpreadsheetView;
import org.controlsfx.control.table.TableFilter;
import org.controlsfx.control.textfield.TextFields;
import org.controlsfx.property.BeanPropertyUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * The packaged program, run from outside as someone has it who has no Java: moved to a folder with an awkward name,
 * started through a symbolic link, with nothing on the path but what the launcher calls.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher there is another")
@Timeout(120)
class PackagedImageIT {
    private static final Path BUILT = Path.of(System.getProperty("orbifold.image"));
    private static final String HEADLESS = "-Dglass.platform=Headless -Dprism.order=sw";

    @TempDir(factory = BesideTheImage.class)
    private static Path scratch;

    private static Path image;
    private static Path launcher;

    @BeforeAll
    static void moveTheImage() throws IOException {
        image = scratch.resolve("it's moved").resolve("Orbifold");
        copyByLinks(BUILT, image);
        launcher = Files.createSymbolicLink(scratch.resolve("a link"), image.resolve("bin/orbifold"));
        Path path = Files.createDirectory(scratch.resolve("path"));
        Path readlink = Stream.of("/usr/bin/readlink", "/bin/readlink")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        Files.copy(readlink, path.resolve("readlink"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectory(scratch.resolve("home"));
    }

    @Test
    void saysItsVersionAndNothingElse() throws Exception {
        Outcome outcome = run(launcher, Map.of(), "--version");
        assertEquals(0, outcome.status, outcome::toString);
        assertTrue(outcome.out.startsWith("Orbifold "), outcome::toString);
        assertEquals("", outcome.err);
    }

    @Test
    void refusesACommandThatItDoesNotHave() throws Exception {
        Outcome outcome = run(launcher, Map.of(), "no-such-command");
        assertEquals(2, outcome.status, outcome::toString);
        assertEquals("", outcome.out);
    }

    @Test
    void passesArgumentsOnAsTheyAre() throws Exception {
        String argument = "  two  spaces, \"quotes\", it's $HOME `pwd` \\ * λ→ü";
        Outcome outcome = run(launcher, Map.of(), argument);
        assertEquals(2, outcome.status, outcome::toString);
        assertTrue(outcome.err.contains(argument), outcome::toString);
    }

    @Test
    void keepsItsStartupArchiveWhenMoved() throws Exception {
        Outcome outcome = run(launcher, Map.of("JDK_JAVA_OPTIONS", "-Xshare:on"), "--version");
        assertEquals(0, outcome.status, outcome::toString);
    }

    @Test
    void opensItsWindowAndEndsWhenToldTo() throws Exception {
        Path err = Files.createTempFile(scratch, "window", ".err");
        String pulses = " -Djavafx.pulseLogger=true -Djavafx.pulseLogger.threshold=0";
        Process process = program(launcher, Map.of("JDK_JAVA_OPTIONS", HEADLESS + pulses))
                .redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            while (process.isAlive() && !Files.readString(err).contains("Painting")) {
                process.waitFor(100, TimeUnit.MILLISECONDS);
            }
        } finally {
            process.destroy();
        }
        int terminated = 128 + 15;
        assertEquals(terminated, process.waitFor(), () -> read(err));
        assertFalse(read(err).contains("\tat "), () -> read(err));
    }

    /** The image's options are what lets ControlsFX reach into JavaFX's modules. */
    @Test
    void laysOutControlsAsOnTheClassPath() throws Exception {
        String classes = System.getProperty("java.class.path");
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        List<String> command = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(HEADLESS.split(" ")));
        command.addAll(List.of("-cp", classes, Controls.class.getName()));
        Outcome onClassPath = run(java, Map.of(), command.toArray(String[]::new));

        String testClasses = Arrays.stream(classes.split(File.pathSeparator))
                .filter(entry -> entry.endsWith("test-classes"))
                .findFirst()
                .orElseThrow();
        Path rewritten = image.resolve("bin/controls");
        Files.writeString(
                rewritten,
                Files.readString(launcher)
                        .replace(
                                "org.orbifold.cli.Main",
                                Controls.class.getName().replace("$", "\\$"))
                        .replace("\"$home/lib/orbifold", "\"" + testClasses + ":$home/lib/orbifold"));
        assertTrue(rewritten.toFile().setExecutable(true));
        Outcome inImage = run(rewritten, Map.of("JDK_JAVA_OPTIONS", HEADLESS));

        assertEquals(0, onClassPath.status, onClassPath::toString);
        assertEquals(onClassPath.out, inImage.out, inImage::toString);
    }

    /** Lays out one of each of ControlsFX's controls and prints what came of it. */
    static final class Controls {
        private Controls() {}

        public static void main(String[] args) {
            Platform.startup(() -> {
                try {
                    layOut();
                    System.exit(0);
                } catch (RuntimeException | Error e) {
                    e.printStackTrace();
                    System.exit(1);
                }
            });
        }

        private static void layOut() {
            Stage stage = new Stage();
            VBox root = new VBox();
            stage.setScene(new Scene(root, 800, 600));
            stage.show();
            controls(stage).forEach((name, control) -> {
                root.getChildren().setAll(control.get());
                root.applyCss();
                root.layout();
                System.out.println(name + " " + root.lookupAll("*").size() + " " + root.prefHeight(800));
            });
        }

        private static Map<String, Supplier<Node>> controls(Stage stage) {
            Map<String, Supplier<Node>> controls = new LinkedHashMap<>();
            controls.put("status bar", StatusBar::new);
            controls.put("tasks", () -> {
                TaskProgressView<Task<Void>> view = new TaskProgressView<>();
                view.getTasks().add(new Task<>() {
                    @Override
                    protected Void call() {
                        return null;
                    }
                });
                return view;
            });
            controls.put("property sheet", () -> new PropertySheet(BeanPropertyUtils.getProperties(new Label("a"))));
            controls.put("hyperlink label", () -> new HyperlinkLabel("a [link] to follow"));
            controls.put("segmented button", () -> new SegmentedButton(new ToggleButton("a"), new ToggleButton("b")));
            controls.put("range slider", () -> new RangeSlider(0, 10, 2, 5));
            controls.put("spreadsheet", SpreadsheetView::new);
            controls.put("completed field", () -> {
                TextField field = new TextField("a");
                TextFields.bindAutoCompletion(field, "ab", "ac");
                return field;
            });
            controls.put("decorated field", () -> {
                TextField field = new TextField("a");
                Decorator.addDecoration(field, new GraphicDecoration(new Label("!")));
                return field;
            });
            controls.put("filtered table", () -> {
                TableView<String> table = new TableView<>(FXCollections.observableArrayList("a", "b"));
                TableColumn<String, String> column = new TableColumn<>("letter");
                column.setCellValueFactory(row -> new SimpleStringProperty(row.getValue()));
                table.getColumns().add(column);
                TableFilter.forTableView(table).apply();
                return table;
            });
            controls.put("notification", () -> {
                Notifications.create()
                        .owner(stage)
                        .text("a")
                        .hideAfter(Duration.ZERO)
                        .show();
                return new Label();
            });
            return controls;
        }
    }

    /** How a run ended and what it said. */
    private record Outcome(int status, String out, String err) {}

    private static Outcome run(Path program, Map<String, String> environment, String... arguments) throws Exception {
        Path out = Files.createTempFile(scratch, "run", ".out");
        Path err = Files.createTempFile(scratch, "run", ".err");
        Process process = program(program, environment, arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            return new Outcome(process.waitFor(), read(out), read(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private static ProcessBuilder program(Path program, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", scratch.resolve("path").toString());
        builder.environment().put("HOME", scratch.resolve("home").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return builder;
    }

    /** Hard links, which keep the files' dates as moving does, and cost no time. */
    private static void copyByLinks(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path copy = to.resolve(from.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else if (Files.isSymbolicLink(path)) {
                    Files.copy(path, copy, LinkOption.NOFOLLOW_LINKS);
                } else {
                    Files.createLink(copy, path);
                }
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** On the image's own file system, where hard links to it can be made. */
    static final class BesideTheImage implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext field, ExtensionContext test) throws IOException {
            return Files.createTempDirectory(BUILT.getParent(), "image-it-");
        }
    }
}
