package org.orbifold.ui.views;

import java.io.Serial;
import javafx.event.Event;
import javafx.event.EventType;
import org.orbifold.figure.Figure;

/** Asks for a figure to be put into a file, as large as it is seen: it rises from the pane that shows it. */
public final class SaveFigure extends Event {
    /** The only kind. */
    public static final EventType<SaveFigure> ASKED = new EventType<>(Event.ANY, "SAVE_FIGURE");

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Figure figure;
    private final String name;
    private final int width;
    private final int height;

    SaveFigure(Figure figure, String name, double width, double height) {
        super(ASKED);
        this.figure = figure;
        this.name = name;
        this.width = (int) Math.ceil(width);
        this.height = (int) Math.ceil(height);
    }

    /** What is to be put into a file. */
    public Figure figure() {
        return figure;
    }

    /** A name for the file, without its ending. */
    public String name() {
        return name;
    }

    /** In points. */
    public int width() {
        return width;
    }

    /** In points. */
    public int height() {
        return height;
    }
}
