package org.orbifold.ui;

/** A part of a menu, set apart by a line from the one before; in their order. */
enum Section {
    OPEN("File"),
    RECENT("File"),
    SESSION("File"),
    SAVE("File"),
    QUIT("File"),
    HISTORY("Edit"),
    COPY("Edit"),
    PREFERENCES("Edit"),
    ALIGN("Align"),
    WORKSPACE("View"),
    PANES("View"),
    THEME("View"),
    FIND("Help"),
    LESSONS("Help"),
    HELP("Help");

    private final String menu;

    Section(String menu) {
        this.menu = menu;
    }

    /** The menu that it is a part of. */
    String menu() {
        return menu;
    }
}
