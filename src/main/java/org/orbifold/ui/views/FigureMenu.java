package org.orbifold.ui.views;

import javafx.event.EventType;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** How a figure is taken: by the right mouse button, or by a button beside its name. */
final class FigureMenu extends ContextMenu {
    /** The keys that the window has for these; here they are shown. */
    static final String COPY_KEYS = "Shortcut+Shift+C";

    static final String COPY_TABLE_KEYS = "Shortcut+Alt+C";

    private final FigurePane pane;
    private final MenuItem table;

    FigureMenu(FigurePane pane) {
        this.pane = pane;
        MenuItem picture = item("Copy picture", "copy-picture", FigureRequest.COPY_PICTURE);
        picture.setAccelerator(KeyCombination.valueOf(COPY_KEYS));
        table = item("Copy as CSV", "copy-table", FigureRequest.COPY_TABLE);
        table.setAccelerator(KeyCombination.valueOf(COPY_TABLE_KEYS));
        getItems()
                .addAll(
                        picture,
                        table,
                        item("Save figure\u2026 (.png, .svg; its numbers .csv)", "save-figure", FigureRequest.SAVE));
        setOnShowing(event -> table.setDisable(!pane.hasTable()));
    }

    private MenuItem item(String text, String id, EventType<FigureRequest> kind) {
        MenuItem item = new MenuItem(text);
        item.setId(id);
        item.setOnAction(event -> pane.request(kind));
        return item;
    }

    /** A button that saves a figure. */
    static Button saveButton(String name, Runnable save) {
        Button button = new Button(null, new FontIcon(Feather.DOWNLOAD));
        button.getStyleClass().addAll("button-icon", "flat", "small");
        OnceShown.explain(
                button,
                "Save this figure as .png or .svg, its numbers as .csv; the right mouse button on it"
                        + " copies it (Ctrl+Shift+C)");
        button.setId("save-" + name);
        button.setAccessibleText("Save figure");
        button.setOnAction(event -> save.run());
        return button;
    }
}
