package org.orbifold.ui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.figure.FigureFile;
import org.orbifold.figure.Theme;
import org.orbifold.graph.GraphFormat;
import org.orbifold.graph.WeightGraph;
import org.orbifold.io.AtomicFile;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.Job;
import org.orbifold.job.Task;
import org.orbifold.ui.session.CommandLines;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.SampleLesson;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.SessionStore;
import org.orbifold.ui.session.Workspace;
import org.orbifold.ui.views.FigureRequest;

/** Opens, saves and exports: networks, data, zoos, flows, sessions and figures, what takes time as jobs. */
final class Documents {
    /** Pixels a point in a PNG. */
    private static final double PIXELS = 2;

    private final Session session;
    private final FileDialogs dialogs;
    private final FigureClipboard clipboard;
    private final Preferences preferences;
    private final Unsaved unsaved;

    Documents(Session session, FileDialogs dialogs, Preferences preferences, Unsaved unsaved) {
        this.session = session;
        this.dialogs = dialogs;
        this.preferences = preferences;
        this.unsaved = unsaved;
        clipboard = new FigureClipboard(session);
    }

    /** Opens a file that was opened before, as the same; one that is gone is forgotten. */
    void openAgain(RecentFile recent) {
        if (Files.notExists(recent.path())) {
            preferences.forget(recent);
            session.report(Fault.in(recent.path(), "is no longer there, and no longer among the recent files"));
            return;
        }
        switch (recent.purpose()) {
            case NETWORK -> open(recent.path(), session::openA);
            case ZOO -> openZoo(recent.path());
            case FLOW -> openFlow(recent.path());
            case SESSION -> openSession(recent.path());
            case DATA -> openData(recent.path());
        }
    }

    private void remember(FileDialogs.Purpose purpose, Path file) {
        preferences.remember(new RecentFile(purpose, file));
    }

    /** Opens a zoo, in the workspace Flow. */
    void openZoo(Path file) {
        session.workspace().set(Workspace.FLOW);
        session.course().openZoo(file, () -> remember(FileDialogs.Purpose.ZOO, file));
    }

    /** Opens a flow, in the workspace Flow. */
    void openFlow(Path file) {
        session.workspace().set(Workspace.FLOW);
        session.course().openFlow(file, () -> remember(FileDialogs.Purpose.FLOW, file));
    }

    /** Opens a network in a place, of a zoo the first, with the data that it remembers. */
    void open(Path file, Consumer<OpenNetwork> place) {
        run("Opening " + file.getFileName(), progress -> ModelFile.read(file.toString(), Optional.empty()), model -> {
            String number = model.networks().size() > 1 ? "#0" : "";
            place.accept(new OpenNetwork(
                    file.getFileName() + number,
                    model.networks().getFirst(),
                    Optional.of(file.toAbsolutePath() + number)));
            remember(FileDialogs.Purpose.NETWORK, file);
            session.openDataOf(model);
        });
    }

    /** Opens data to measure on. */
    void openData(Path file) {
        run(
                "Opening " + file.getFileName(),
                progress -> DataSets.load(DataRequest.of(file.toString())),
                (DataSet set) -> {
                    session.openData(set, session.seed().get());
                    remember(FileDialogs.Purpose.DATA, file);
                });
    }

    /** Opens a dropped file as what it is by its name. */
    void openDropped(Path file, boolean first) {
        String name = file.getFileName().toString();
        if (Stream.of(".safetensors", ".npz", ".onnx").anyMatch(name::endsWith)) {
            open(file, first ? session::openA : session::openB);
        } else if (name.endsWith(SessionStore.EXTENSION)) {
            openSession(file);
        } else {
            openData(file);
        }
    }

    /** Opens a session in the place of this one. */
    void openSession(Path file) {
        unsaved.leave(
                Unsaved.Leaving.OPEN,
                () -> session.store().open(file, () -> remember(FileDialogs.Purpose.SESSION, file)));
    }

    /** Opens a lesson. */
    void open(SampleLesson lesson) {
        unsaved.leave(Unsaved.Leaving.OPEN, () -> session.store().open(lesson));
    }

    /** Saves the session where it was opened or saved. */
    void saveSession() {
        session.store().file().get().ifPresentOrElse(session.store()::save, this::saveSessionAs);
    }

    /** Saves the session in a file that is asked for. */
    void saveSessionAs() {
        dialogs.save("Save the session", session.store().suggestion()).ifPresent(session.store()::save);
    }

    /** Saves network A as edited. */
    void save(Path file) {
        session.edited()
                .get()
                .ifPresent(weights -> run(
                        "Saving " + file.getFileName(),
                        progress -> {
                            ModelFile.of(file, weights).write(file, Map.of());
                            return file;
                        },
                        saved -> {}));
    }

    /** Writes the weight graph of A as edited. */
    void exportGraph(Path file) {
        GraphFormat format = GraphFormat.toWrite(file);
        session.edited()
                .get()
                .map(WeightGraph::new)
                .ifPresent(graph -> run(
                        "Exporting " + file.getFileName(),
                        progress -> {
                            AtomicFile.write(file, out -> format.write(graph, out, progress));
                            return file;
                        },
                        written -> {}));
    }

    /** Does with a figure what is asked for. */
    void take(FigureRequest asked) {
        String provenance = provenance();
        if (asked.getEventType() == FigureRequest.SAVE) {
            save(asked, provenance);
        } else if (asked.getEventType() == FigureRequest.COPY_PICTURE) {
            run("Copying the picture", progress -> clipboard.picture(asked, PIXELS, provenance), clipboard::put);
        } else {
            run("Copying the numbers", progress -> clipboard.table(asked, provenance), clipboard::put);
        }
    }

    /** Copies the command lines that repeat what is in force. */
    void copyCommandLines() {
        clipboard.put(String.join("\n", CommandLines.of(session)));
    }

    /** Puts a figure into a file, with where it came from. */
    private void save(FigureRequest asked, String provenance) {
        dialogs.save("Save the figure (.png, .svg), or its curves (.csv)", asked.name() + ".svg")
                .ifPresent(file -> {
                    Theme theme = session.theme().get();
                    run(
                            "Saving " + file.getFileName(),
                            progress -> {
                                FigureFile.write(
                                        file, asked.figure(), asked.width(), asked.height(), PIXELS, theme, provenance);
                                return file;
                            },
                            written -> {});
                });
    }

    /** The networks by name, and the command lines that repeat what is done with them. */
    private String provenance() {
        String names = Stream.of(session.a(), session.b())
                .flatMap(network -> network.get().stream())
                .map(OpenNetwork::name)
                .collect(Collectors.joining(", ", "Orbifold workbench: ", "\n"));
        return (session.workspace().get() == Workspace.FLOW ? "" : names) + String.join("\n", CommandLines.of(session));
    }

    private <T> void run(String title, Task<T> task, Consumer<T> receiver) {
        Job<T> job = session.executor().submit(title, task);
        job.whenEnded((result, failure) -> Platform.runLater(() -> {
            try {
                if (failure == null) {
                    receiver.accept(result);
                } else if (!(failure instanceof CancellationException)) {
                    session.report(failure);
                }
            } catch (RuntimeException e) {
                session.report(e);
            }
        }));
    }
}
