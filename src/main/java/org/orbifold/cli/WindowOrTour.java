package org.orbifold.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.orbifold.study.Tour;
import org.orbifold.ui.Workbench;

/** What running the program without a command does: the workbench, or, where there is no display, its first story. */
final class WindowOrTour {
    private WindowOrTour() {}

    /** @param session to open, if it was named */
    static void open(Optional<Path> session) {
        if (hasDisplay()) {
            Workbench.open(session);
            return;
        }
        System.err.println("No display was found: telling the first story here instead of in a window.");
        Tour tour = Tour.run(Path.of("target", "tour"));
        System.out.print(tour.table());
        System.out.flush();
    }

    static boolean hasDisplay() {
        boolean unix = !System.getProperty("os.name").toLowerCase(Locale.ROOT).matches(".*(windows|mac).*");
        return !unix
                || present("DISPLAY")
                || present("WAYLAND_DISPLAY")
                || "Headless".equals(System.getProperty("glass.platform"));
    }

    private static boolean present(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isBlank();
    }
}
