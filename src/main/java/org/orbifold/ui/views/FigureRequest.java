package org.orbifold.ui.views;

import java.io.Serial;
import javafx.event.Event;
import javafx.event.EventType;
import org.orbifold.figure.Figure;

/** Asks for a figure to be taken, as large as it is seen: it rises from the pane that shows it. */
public final class FigureRequest extends Event {
    /** Every kind. */
    public static final EventType<FigureRequest> ANY = new EventType<>(Event.ANY, "FIGURE");

    /** Into a file. */
    public static final EventType<FigureRequest> SAVE = new EventType<>(ANY, "SAVE_FIGURE");

    /** To the clipboard, as a picture. */
    public static final EventType<FigureRequest> COPY_PICTURE = new EventType<>(ANY, "COPY_PICTURE");

    /** To the clipboard, its numbers. */
    public static final EventType<FigureRequest> COPY_TABLE = new EventType<>(ANY, "COPY_TABLE");

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Figure figure;
    private final String name;
    private final int width;
    private final int height;

    FigureRequest(EventType<FigureRequest> kind, Figure figure, String name, double width, double height) {
        super(kind);
        this.figure = figure;
        this.name = name;
        this.width = (int) Math.ceil(width);
        this.height = (int) Math.ceil(height);
    }

    /** What is to be taken. */
    public Figure figure() {
        return figure;
    }

    /** A name for a file, without its ending. */
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
