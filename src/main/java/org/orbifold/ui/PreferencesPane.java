package org.orbifold.ui;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.property.Property;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.orbifold.ui.session.Workspace;

/** The preferences, in force as they are chosen. */
final class PreferencesPane extends VBox {
    private final GridPane grid = new GridPane(16, 12);

    PreferencesPane(Preferences preferences) {
        super(16);
        getStyleClass().add("side-pane");
        setPrefWidth(520);
        row(
                "Theme",
                choice(
                        "preferred-theme",
                        List.of(Preferences.Appearance.values()),
                        PreferencesPane::label,
                        preferences.appearance()));
        row(
                "New windows open in",
                choice("preferred-start", List.of(Workspace.values()), Workspace::label, preferences.start()));
        int cores = Runtime.getRuntime().availableProcessors();
        List<Integer> threads = Stream.concat(
                        IntStream.rangeClosed(Preferences.A_THREAD_A_CORE, cores)
                                .boxed(),
                        Stream.of(preferences.threads().get()))
                .distinct()
                .toList();
        row(
                "Threads that compute",
                choice(
                        "preferred-threads",
                        threads,
                        n -> n == Preferences.A_THREAD_A_CORE ? "One a core (" + cores + ")" : n.toString(),
                        preferences.threads().asObject()));
        CheckBox motion = new CheckBox("Reduce motion: what changes place is there at once");
        motion.setId("preferred-motion");
        motion.selectedProperty().bindBidirectional(preferences.reducedMotion());
        CheckBox story = new CheckBox("Show a first swap when the window opens");
        story.setId("preferred-story");
        story.selectedProperty().bindBidirectional(preferences.firstStory());
        Label note =
                new Label("Motion is also reduced where the desktop asks for it. The number of threads, where windows"
                        + " open, and the first swap hold from the next start.");
        note.getStyleClass().add("figure-name");
        note.setWrapText(true);
        getChildren().setAll(grid, motion, story, note);
    }

    private void row(String name, Node control) {
        Label label = new Label(name);
        label.setLabelFor(control);
        label.setMinWidth(160);
        grid.addRow(grid.getRowCount(), label, control);
    }

    private static String label(Preferences.Appearance appearance) {
        return switch (appearance) {
            case SYSTEM -> "As the desktop";
            case LIGHT -> "Light";
            case DARK -> "Dark";
        };
    }

    private static <T> ComboBox<T> choice(String id, List<T> choices, Function<T, String> label, Property<T> property) {
        ComboBox<T> box = new ComboBox<>();
        box.setId(id);
        box.setPrefWidth(220);
        box.getItems().setAll(choices);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : label.apply(value);
            }

            @Override
            public T fromString(String text) {
                return box.getValue();
            }
        });
        box.setValue(property.getValue());
        box.valueProperty().addListener((o, before, now) -> property.setValue(now));
        property.addListener((o, before, now) -> box.setValue(now));
        return box;
    }
}
