package org.orbifold.ui;

import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import org.orbifold.job.ErrorLog;
import org.orbifold.ui.session.Session;

/** The windows beside the main one, and the palette over it. */
final class SideWindows {
    private final SideWindow preferencesWindow;
    private final SideWindow keyboard;
    private final SideWindow log;
    private final SideWindow about;
    private final Runnable palette;

    /**
     * None of them shown yet.
     *
     * @param room the content of the main window
     * @param commands all that has keys
     * @param palette shows the command palette
     */
    SideWindows(
            Node room,
            Session session,
            Preferences preferences,
            FileDialogs dialogs,
            Supplier<List<Command>> commands,
            Runnable palette) {
        this.palette = palette;
        preferencesWindow = new SideWindow(room, session, "Preferences", () -> new PreferencesPane(preferences));
        keyboard = new SideWindow(room, session, "Keyboard", () -> new KeyboardPane(commands.get()));
        log = new SideWindow(room, session, "Log", () -> new LogPane(RecentLog.listening(), ErrorLog.file(), dialogs));
        about = new SideWindow(room, session, "About Orbifold", () -> new AboutPane(session.executor(), dialogs));
    }

    void preferences() {
        preferencesWindow.show();
    }

    void palette() {
        palette.run();
    }

    void keyboard() {
        keyboard.show();
    }

    void log() {
        log.show();
    }

    void about() {
        about.show();
    }
}
