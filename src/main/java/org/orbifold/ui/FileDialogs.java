package org.orbifold.ui;

import java.io.File;
import java.nio.file.Files;
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
            // where a file was chosen last
            private Optional<File> folder = Optional.empty();

            @Override
            public Optional<Path> open(Purpose purpose) {
                FileChooser chooser = chooser(purpose.title);
                chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(purpose.kind, purpose.patterns));
                return chosen(chooser.showOpenDialog(window));
            }

            @Override
            public Optional<Path> save(String title, String suggestion) {
                FileChooser chooser = chooser(title);
                chooser.setInitialFileName(suggestion);
                return chosen(chooser.showSaveDialog(window)).map(path -> withEnding(path, suggestion));
            }

            private FileChooser chooser(String title) {
                FileChooser chooser = new FileChooser();
                chooser.setTitle(title);
                folder.filter(File::isDirectory).ifPresent(chooser::setInitialDirectory);
                return chooser;
            }

            private Optional<Path> chosen(File file) {
                Optional<File> found = Optional.ofNullable(file);
                folder = found.map(File::getParentFile).or(() -> folder);
                return found.map(File::toPath);
            }

            @Override
            public void show(Path folder) {
                desktop.accept(folder.toUri().toString());
            }
        };
    }

    /** A file with the ending that was suggested, if its name has none; unless such a file is there, which nobody was asked about. */
    static Path withEnding(Path chosen, String suggestion) {
        int dot = suggestion.lastIndexOf('.');
        String name = chosen.getFileName().toString();
        Path ending = dot < 0 || name.contains(".") ? chosen : chosen.resolveSibling(name + suggestion.substring(dot));
        return Files.exists(ending) ? chosen : ending;
    }
}
