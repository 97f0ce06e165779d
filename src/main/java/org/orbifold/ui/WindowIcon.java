package org.orbifold.ui;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.orbifold.figure.ProgramIcon;

/** The program's icon as windows have it. */
final class WindowIcon {
    private static final int[] SIZES = {16, 32, 64, 128, 256};

    private WindowIcon() {}

    /** The icon in every size that desktops ask for. */
    static List<Image> images() {
        return IntStream.of(SIZES).mapToObj(WindowIcon::image).toList();
    }

    /** The icon so many pixels wide. */
    static Image image(int size) {
        BufferedImage painted = ProgramIcon.image(size);
        int[] pixels = ((DataBufferInt) painted.getRaster().getDataBuffer()).getData();
        WritableImage image = new WritableImage(size, size);
        image.getPixelWriter().setPixels(0, 0, size, size, PixelFormat.getIntArgbInstance(), pixels, 0, size);
        return image;
    }
}
