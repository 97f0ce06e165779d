package org.orbifold.ui.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.orbifold.io.OutputFolder;
import org.orbifold.io.TensorFile;

/**
 * Keeps a session in a file of this process's own, whenever it changed, so that a process that is killed loses seconds of
 * work: what it leaves is found by the next one. A flow in training is kept beside it.
 */
public final class Autosave implements AutoCloseable {
    /** Between two looks at the session. */
    public static final double SECONDS = 3;

    private static final Pattern NAME = Pattern.compile("autosave-(\\d+)" + Pattern.quote(SessionFile.EXTENSION));

    private final Session session;
    private final Path folder;
    private final Path file;
    private final Path flow;
    private final AtomicBoolean writing = new AtomicBoolean();
    private Optional<TensorFile> written = Optional.empty();

    /**
     * Keeps a session.
     *
     * @param folder for files that are of no interest to the user
     */
    public Autosave(Session session, Path folder) {
        this.session = session;
        this.folder = folder;
        long process = ProcessHandle.current().pid();
        file = folder.resolve("autosave-" + process + SessionFile.EXTENSION);
        flow = folder.resolve("autosave-" + process + ".flow");
        OutputFolder.make(folder);
        session.course().keepIn(flow);
    }

    /** What processes that did not end by themselves have left, the newest first. */
    public List<Path> left() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Autosave::isOrphan)
                    .sorted(Comparator.comparingLong(Autosave::modified).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOrphan(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    private static long modified(Path path) {
        return path.toFile().lastModified();
    }

    /** Opens what another process left, and makes it this one's own. */
    public void recover(Path left) {
        Path itsFlow = flowOf(left);
        boolean hasFlow = Files.exists(itsFlow);
        if (hasFlow) {
            try {
                Files.move(itsFlow, flow, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        session.store().recover(left, hasFlow ? Optional.of(flow) : Optional.empty(), () -> delete(left));
    }

    /** Removes what another process left. */
    public void discard(Path left) {
        delete(left);
        delete(flowOf(left));
    }

    private static Path flowOf(Path left) {
        String name = left.getFileName().toString();
        return left.resolveSibling(name.substring(0, name.length() - SessionFile.EXTENSION.length()) + ".flow");
    }

    /**
     * Looks at the session, on the FX thread, and writes it if it changed, on another.
     *
     * @return the thread that writes, if it has been started
     */
    public Optional<Thread> look() {
        if (session.a().get().isEmpty() || !writing.compareAndSet(false, true)) {
            return Optional.empty();
        }
        SessionState state = SessionState.of(session);
        return Optional.of(Thread.ofPlatform().name("autosave").daemon().start(() -> {
            try {
                write(state);
            } finally {
                writing.set(false);
            }
        }));
    }

    private synchronized void write(SessionState state) {
        TensorFile now = SessionFile.content(state);
        if (!written.equals(Optional.of(now))) {
            SessionFile.write(file, now);
            written = Optional.of(now);
        }
    }

    /** The session ended as it should: nothing is left. */
    @Override
    public synchronized void close() {
        delete(file);
        delete(flow);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
