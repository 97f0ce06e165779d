package org.orbifold.ui.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.io.AtomicFile;
import org.orbifold.job.Fault;
import org.orbifold.job.JobExecutor;

/**
 * The session as a file: opened, saved, and kept while nobody thinks of it. A flow that was trained and not saved goes
 * into a file beside it.
 */
public final class SessionStore {
    /** What files of sessions end in. */
    public static final String EXTENSION = SessionFile.EXTENSION;

    private final Session session;
    private final JobExecutor executor;
    private final Executor fx;
    private final Latest opening;
    private final Consumer<Throwable> onFailure;
    private final ReadOnlyObjectWrapper<Optional<Path>> file =
            new ReadOnlyObjectWrapper<>(this, "file", Optional.empty());
    private List<Object> saved = List.of();

    /** Whether the session came with the program, and is in no file of the user's. */
    private boolean isSample;

    SessionStore(Session session, JobExecutor executor, Executor fx, Consumer<Throwable> onFailure) {
        this.session = session;
        this.executor = executor;
        this.fx = fx;
        this.onFailure = onFailure;
        opening = new Latest(executor, fx, onFailure);
    }

    /** The file that the session was opened from or saved to. */
    public ReadOnlyObjectProperty<Optional<Path>> file() {
        return file.getReadOnlyProperty();
    }

    /**
     * Whether something was edited since the session was opened or saved, or a flow trained; what is tried out in a lesson
     * is not meant.
     */
    public boolean isChanged() {
        boolean triesOut = isSample
                && session.lesson().step().getValue().isPresent()
                && Stream.of(session.a(), session.b())
                        .flatMap(network -> network.get().stream())
                        .allMatch(open -> open.location().isEmpty());
        return !triesOut && (!worthSaving().equals(saved) || session.course().hasUnsaved());
    }

    /** What a person would not want to lose. */
    private List<Object> worthSaving() {
        List<Edit> inForce = session.history()
                .edits()
                .subList(0, session.history().position().get());
        return inForce.isEmpty() ? List.of() : List.copyOf(inForce);
    }

    /** Opens a session in the place of this one; of data that is not there any more it goes without. */
    public void open(Path path) {
        open(path, () -> {});
    }

    /** Opens a session, and does something once it is open. */
    public void open(Path path, Runnable whenOpen) {
        opening.submit("Opening " + path.getFileName(), progress -> Opened.read(path), opened -> {
            show(opened);
            file.set(Optional.of(path));
            saved = worthSaving();
            isSample = false;
            whenOpen.run();
        });
    }

    /** Opens a lesson in the place of this session; what is done in it is in no file until it is saved. */
    public void open(SampleLesson lesson) {
        opening.submit("Opening " + lesson.title(), progress -> Opened.of(lesson.file(), lesson.read()), opened -> {
            show(opened);
            file.set(Optional.empty());
            saved = worthSaving();
            isSample = true;
        });
    }

    /**
     * Opens what {@link Autosave} kept of a session.
     *
     * @param flow where its flow is now, if it had one of its own
     * @param done run once it is open
     */
    void recover(Path path, Optional<Path> flow, Runnable done) {
        opening.submit(
                "Opening what was there before", progress -> Opened.read(path).withFlow(flow), opened -> {
                    show(opened);
                    file.set(Optional.empty());
                    saved = List.of();
                    isSample = false;
                    done.run();
                });
    }

    private void show(Opened opened) {
        opened.state.restore(session);
        opened.missing.ifPresent(onFailure);
    }

    /**
     * A session that was read.
     *
     * @param missing why its data could not be loaded again
     */
    private record Opened(SessionState state, Optional<Fault> missing) {
        Opened withFlow(Optional<Path> flow) {
            return flow.map(file -> new Opened(state.withFlow(file.toString()), missing))
                    .orElse(this);
        }

        static Opened read(Path path) {
            return of(path.getFileName().toString(), SessionFile.read(path));
        }

        static Opened of(String name, SessionFile.Read read) {
            if (read.data().isEmpty()) {
                return new Opened(read.state(), Optional.empty());
            }
            DataProvenance provenance = read.data().get();
            try {
                DataSet set = DataSets.load(provenance.request());
                if (!provenance.hash().equals(set.hash())) {
                    throw Fault.in(provenance.request().spec(), "is not the data that it was in " + name);
                }
                return new Opened(
                        read.state().on(new SessionState.Data(set, provenance.request(), provenance.rule())),
                        Optional.empty());
            } catch (Fault fault) {
                return new Opened(read.state(), Optional.of(fault));
            }
        }
    }

    /** There is nothing yet that a person would not want to lose. */
    public void settle() {
        saved = worthSaving();
    }

    /** A name for a file. */
    public String suggestion() {
        return file.get().map(path -> path.getFileName().toString()).orElse("session" + EXTENSION);
    }

    /** Saves the session. */
    public void save(Path path) {
        save(path, () -> {});
    }

    /**
     * Saves the session.
     *
     * @param then run once it is in the file
     */
    public void save(Path path, Runnable then) {
        SessionState state = SessionState.of(session);
        List<Object> now = worthSaving();
        Path beside = path.resolveSibling(path.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".flow");
        Optional<Path> unsaved = session.course().unsavedFlow();
        executor.submit("Saving " + path.getFileName(), progress -> {
                    unsaved.ifPresent(flow -> AtomicFile.write(beside, out -> Files.copy(flow, out)));
                    SessionFile.write(path, unsaved.isPresent() ? state.withFlow(beside.toString()) : state);
                    return path;
                })
                .whenEnded((written, failure) -> fx.execute(() -> {
                    if (failure == null) {
                        file.set(Optional.of(path));
                        saved = now;
                        isSample = false;
                        unsaved.ifPresent(flow -> session.course().savedAs(beside));
                        then.run();
                    } else {
                        onFailure.accept(failure);
                    }
                }));
    }
}
