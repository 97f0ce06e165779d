package org.orbifold.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.orbifold.figure.Theme;
import org.orbifold.job.Fault;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;

/** What the user has chosen for every session, and the files and commands that were used last; kept in a file if it has one. */
public final class Preferences {
    /** Light, dark, or as the desktop is. */
    enum Appearance {
        SYSTEM,
        LIGHT,
        DARK;

        /** The theme that it comes to now. */
        Theme theme() {
            return switch (this) {
                case LIGHT -> Theme.LIGHT;
                case DARK -> Theme.DARK;
                case SYSTEM ->
                    Platform.getPreferences().getColorScheme() == ColorScheme.DARK ? Theme.DARK : Theme.LIGHT;
            };
        }
    }

    /** Stands for one thread a core. */
    static final int A_THREAD_A_CORE = 0;

    static final int MOST_THREADS = 1024;
    private static final int MOST_FILES = 10;
    private static final int MOST_COMMANDS = 20;

    private final ObjectProperty<Appearance> appearance =
            new SimpleObjectProperty<>(this, "appearance", Appearance.SYSTEM);
    private final BooleanProperty reducedMotion = new SimpleBooleanProperty(this, "reducedMotion", false);
    private final BooleanProperty firstStory = new SimpleBooleanProperty(this, "firstStory", true);
    private final IntegerProperty threads = new SimpleIntegerProperty(this, "threads", A_THREAD_A_CORE);
    private final ObjectProperty<Workspace> start = new SimpleObjectProperty<>(this, "start", Workspace.LEARN);
    private final ObservableList<RecentFile> recentFiles = FXCollections.observableArrayList();

    /** Kept: a view hears of changes only as long as somebody holds it. */
    private final ObservableList<RecentFile> recentFilesSeen = FXCollections.unmodifiableObservableList(recentFiles);

    private final List<String> recentCommands = new ArrayList<>();
    private final ReadOnlyObjectWrapper<Optional<Fault>> fault =
            new ReadOnlyObjectWrapper<>(this, "fault", Optional.empty());
    private final Optional<PreferencesFile> file;

    private Preferences(Optional<PreferencesFile> file) {
        this.file = file;
    }

    /** The defaults, kept nowhere. */
    public static Preferences unkept() {
        return new Preferences(Optional.empty());
    }

    /** What a file holds, and from now on keeps; the defaults, and a fault, where it is broken. */
    public static Preferences keptIn(Path path) {
        PreferencesFile file = new PreferencesFile(path);
        Preferences preferences = new Preferences(Optional.of(file));
        try {
            file.read().ifPresent(preferences::take);
        } catch (Fault broken) {
            preferences = new Preferences(Optional.of(file));
            preferences.fault.set(Optional.of(file.putAside(broken)));
        }
        preferences.saveOnChange();
        return preferences;
    }

    private void take(PreferencesFile.Values values) {
        appearance.set(values.choice("appearance", Appearance.values(), Preferences::id, appearance.get()));
        reducedMotion.set(values.truth("reducedMotion", reducedMotion.get()));
        firstStory.set(values.truth("firstStory", firstStory.get()));
        threads.set(values.number("threads", MOST_THREADS, threads.get()));
        start.set(values.choice("start", Workspace.values(), Preferences::id, start.get()));
        recentFiles.setAll(values.records(
                "files",
                each -> new RecentFile(
                        each.choice("kind", FileDialogs.Purpose.values(), Preferences::id, FileDialogs.Purpose.NETWORK),
                        each.path("path"))));
        recentCommands.addAll(values.records("commands", each -> each.text("name")));
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("appearance", id(appearance.get()));
        values.put("reducedMotion", reducedMotion.get());
        values.put("firstStory", firstStory.get());
        values.put("threads", threads.get());
        values.put("start", id(start.get()));
        values.put(
                "files",
                recentFiles.stream()
                        .map(each -> Map.of(
                                "kind", id(each.purpose()), "path", each.path().toString()))
                        .toList());
        values.put(
                "commands",
                recentCommands.stream().map(name -> Map.of("name", name)).toList());
        return values;
    }

    private static String id(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void saveOnChange() {
        InvalidationListener save = changed -> save();
        List.of(appearance, reducedMotion, firstStory, threads, start, recentFiles)
                .forEach(property -> property.addListener(save));
    }

    private void save() {
        try {
            file.ifPresent(kept -> kept.write(values()));
        } catch (Fault e) {
            fault.set(Optional.of(e));
        }
    }

    /** What went wrong last with the file, to be told to the user. */
    public ReadOnlyObjectProperty<Optional<Fault>> fault() {
        return fault.getReadOnlyProperty();
    }

    /** Light, dark, or as the desktop is. */
    ObjectProperty<Appearance> appearance() {
        return appearance;
    }

    /** Whether nothing slides; where the desktop asks for that, nothing does either way. */
    BooleanProperty reducedMotion() {
        return reducedMotion;
    }

    /** Whether a new window shows a first swap by itself. */
    BooleanProperty firstStory() {
        return firstStory;
    }

    /** Threads that compute, from the next start on; {@link #A_THREAD_A_CORE} is one a core. */
    IntegerProperty threads() {
        return threads;
    }

    /** The workspace that a new window opens in. */
    ObjectProperty<Workspace> start() {
        return start;
    }

    /** Files that were opened, the last one first; not to be modified. */
    ObservableList<RecentFile> recentFiles() {
        return recentFilesSeen;
    }

    /** Names of commands that were chosen from the palette, the last one first. */
    List<String> recentCommands() {
        return List.copyOf(recentCommands);
    }

    /** Remembers a file that was opened. */
    void remember(RecentFile opened) {
        recentFiles.setAll(
                ahead(new RecentFile(opened.purpose(), opened.path().toAbsolutePath()), recentFiles, MOST_FILES));
    }

    /** Forgets a file. */
    void forget(RecentFile opened) {
        recentFiles.remove(opened);
    }

    /** Forgets all files. */
    void forgetFiles() {
        recentFiles.clear();
    }

    /** Remembers a command that was chosen from the palette. */
    void remember(String command) {
        List<String> now = ahead(command, recentCommands, MOST_COMMANDS);
        recentCommands.clear();
        recentCommands.addAll(now);
        save();
    }

    private static <T> List<T> ahead(T first, List<T> others, int most) {
        List<T> all = new ArrayList<>(others);
        all.remove(first);
        all.addFirst(first);
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }

    /** Has a session begin as is preferred, and follow what is preferred later, and the desktop where that decides. */
    void govern(Session session) {
        Platform.Preferences desktop = Platform.getPreferences();
        session.workspace().set(start.get());
        InvalidationListener theme =
                changed -> session.theme().set(appearance.get().theme());
        InvalidationListener motion =
                changed -> session.reducedMotion().set(reducedMotion.get() || desktop.isReducedMotion());
        List.of(appearance, desktop.colorSchemeProperty()).forEach(property -> property.addListener(theme));
        List.of(reducedMotion, desktop.reducedMotionProperty()).forEach(property -> property.addListener(motion));
        theme.invalidated(appearance);
        motion.invalidated(reducedMotion);
    }
}
