package org.orbifold.ui;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.scene.Node;
import javafx.util.Duration;
import org.controlsfx.control.Notifications;
import org.orbifold.job.Fault;
import org.orbifold.ui.session.Session;

/**
 * Tells of failures: of what the user can mend in a line that goes away by itself, of the program's own in a window with
 * the detail. There is one such window at most; what fails while it is open is logged and counted there.
 */
final class FailureNotices {
    private static final Duration LINE = Duration.seconds(10);

    private final Node room;
    private final Session session;
    private ErrorPane shown;
    private SideWindow window;

    /** Notices of a session's failures over a room. */
    FailureNotices(Node room, Session session) {
        this.room = room;
        this.session = session;
        session.failure().addListener((o, before, now) -> now.ifPresent(this::tell));
    }

    private void tell(Throwable failure) {
        boolean isFault = failure instanceof Fault;
        Logger.getLogger(Workbench.class.getName()).log(isFault ? Level.FINE : Level.SEVERE, message(failure), failure);
        if (isFault) {
            Notifications.create()
                    .owner(room)
                    .title("Orbifold")
                    .text(failure.getMessage())
                    .hideAfter(LINE)
                    .showError();
        } else if (window != null && window.isShown()) {
            shown.countAnother();
        } else {
            window = new SideWindow(room, session, "Internal failure", () -> shown);
            shown = new ErrorPane(failure, window::close);
            window.show();
        }
    }

    private static String message(Throwable failure) {
        return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
    }
}
