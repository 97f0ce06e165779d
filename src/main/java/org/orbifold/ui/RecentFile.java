package org.orbifold.ui;

import java.nio.file.Path;

/** A file that was opened, and what for. */
record RecentFile(FileDialogs.Purpose purpose, Path path) {
    /** Its name and where it lies, for a menu. */
    String label() {
        Path folder = path.getParent();
        return path.getFileName() + (folder == null ? "" : "   in " + folder);
    }
}
