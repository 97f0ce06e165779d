package org.orbifold.ui;

import java.awt.image.BufferedImage;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.orbifold.figure.FigureFile;
import org.orbifold.figure.Table;
import org.orbifold.figure.Theme;
import org.orbifold.job.Fault;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.views.FigureRequest;

/** Figures on the clipboard: a picture with its caption and origin as text, or its numbers. */
final class FigureClipboard {
    private final Session session;

    FigureClipboard(Session session) {
        this.session = session;
    }

    /**
     * A figure as a picture, to be {@link #put}; done away from the FX thread.
     *
     * @param scale pixels a point
     */
    ClipboardContent picture(FigureRequest asked, double scale, String provenance) {
        Theme theme = session.theme().get();
        BufferedImage image = FigureFile.image(asked.figure(), asked.width(), asked.height(), scale, theme);
        int width = image.getWidth();
        int height = image.getHeight();
        WritableImage picture = new WritableImage(width, height);
        picture.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        width,
                        height,
                        PixelFormat.getIntArgbInstance(),
                        image.getRGB(0, 0, width, height, null, 0, width),
                        0,
                        width);
        ClipboardContent content = new ClipboardContent();
        content.putImage(picture);
        content.putString(FigureFile.note(asked.figure(), provenance));
        return content;
    }

    /**
     * A figure's numbers as comma-separated values under caption and origin, to be {@link #put}.
     *
     * @throws Fault if it has none
     */
    ClipboardContent table(FigureRequest asked, String provenance) {
        Table table = asked.figure()
                .table()
                .orElseThrow(() -> new Fault("this picture shows no numbers to copy: copy it as a picture"));
        ClipboardContent content = new ClipboardContent();
        content.putString(table.csv(FigureFile.note(asked.figure(), provenance)));
        return content;
    }

    /** Puts it on the clipboard; on the FX thread. */
    void put(ClipboardContent content) {
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** Puts a text on the clipboard; on the FX thread. */
    void put(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        put(content);
    }
}
