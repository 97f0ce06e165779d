package org.orbifold.ui;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.orbifold.ui.session.SessionStore;

/** Asks the user for files. An interface, since choosers need a real display and tests have none. */
public interface FileDialogs {
    /** What a file is for. */
    enum Purpose {
        NETWORK("Open a network", "Networks", "*.safetensors", "*.npz", "*.onnx"),
        ZOO("Open a zoo", "Zoos", "*.safetensors", "*.npz"),
        FLOW("Open a flow", "Flows", "*.flow", "*.safetensors", "*.*"),
        SESSION("Open a session", "Sessions", "*" + SessionStore.EXTENSION),
        DATA("Open data", "Data", "*.csv", "*.tsv", "*.txt", "*.data", "*ubyte", "*.gz", "*.*");

        private final String title;
        private final String kind;

        @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
        private final List<String> patterns;

        Purpose(String title, String kind, String... patterns) {
            this.title = title;
            this.kind = kind;
            this.patterns = List.of(patterns);
        }
    }

    /** A file to read, unless the user thinks better of it. */
    Optional<Path> open(Purpose purpose);

    /** A file to write, unless the user thinks better of it. */
    Optional<Path> save(String title, String suggestion);

    /** Shows a folder in the desktop's own way, where there is one. */
    default void show(Path folder) {}

    /**
     * The desktop's own choosers over a window.
     *
     * @param desktop opens what a URI names
     */
    static FileDialogs over(Window window, Consumer<String> desktop) {
        return new FileDialogs() {
            @Override
            public Optional<Path> open(Purpose purpose) {
                FileChooser chooser = new FileChooser();
                chooser.setTitle(purpose.title);
                chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(purpose.kind, purpose.patterns));
                return Optional.ofNullable(chooser.showOpenDialog(window)).map(File::toPath);
            }

            @Override
            public Optional<Path> save(String title, String suggestion) {
                FileChooser chooser = new FileChooser();
                chooser.setTitle(title);
                chooser.setInitialFileName(suggestion);
                return Optional.ofNullable(chooser.showSaveDialog(window)).map(File::toPath);
            }

            @Override
            public void show(Path folder) {
                desktop.accept(folder.toUri().toString());
            }
        };
    }
}
