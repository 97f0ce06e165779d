package org.orbifold.figure;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Type and numbers: the bundled face, so that a picture looks alike everywhere, and how figures are written. */
public final class Type {
    /** Body size in points. */
    public static final float BODY = 13;
    /** The smallest size in points. */
    public static final float SMALL = 11;

    private static final Font REGULAR = load("Inter-Regular");
    private static final Font STRONG = load("Inter-SemiBold");
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

    private Type() {}

    /** From its file where it lies in one: a stream is copied to a file, which stays if the program is killed. */
    private static Font load(String name) {
        URL face = Type.class.getResource("fonts/" + name + ".otf");
        try (InputStream in = face.openStream()) {
            return face.getProtocol().equals("file")
                    ? Font.createFont(Font.TRUETYPE_FONT, new File(URI.create(face.toExternalForm())))
                    : Font.createFont(Font.TRUETYPE_FONT, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** The face at a size in points. */
    public static Font regular(float size) {
        return REGULAR.deriveFont(size);
    }

    /** The heavier face at a size in points. */
    public static Font strong(float size) {
        return STRONG.deriveFont(size);
    }

    /** The width of a text in points. */
    public static double width(Font font, String text) {
        return font.getStringBounds(text, CONTEXT).getWidth();
    }

    /** A text broken at spaces into lines that are no wider than the room, single words apart. */
    public static List<String> lines(String text, Font font, double room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && width(font, line + " " + word) > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** A text, or as much of its end as is no wider than the room. */
    public static String ending(String text, Font font, double room) {
        String ending = text;
        for (int from = 1; from < text.length() && width(font, ending) > room; from++) {
            ending = "\u2026" + text.substring(from);
        }
        return ending;
    }

    /** Where, across, a text is held. */
    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** Draws a text with its baseline at y, held at x by its anchor, in the font and colour set. */
    public static void draw(Graphics2D g, String text, double x, double y, Anchor anchor) {
        double width = width(g.getFont(), text);
        double shift = switch (anchor) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
        g.drawString(text, (float) (x - shift), (float) y);
    }

    /** Sets what makes shapes and text smooth. */
    public static void smooth(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    }

    /** A time in words: 42 s, 1 min 05 s, 2 h 10 min. */
    public static String duration(double seconds) {
        long rounded = Math.round(seconds);
        return rounded < 60
                ? rounded + " s"
                : rounded < 3600
                        ? String.format(Locale.ROOT, "%d min %02d s", rounded / 60, rounded % 60)
                        : String.format(Locale.ROOT, "%d h %02d min", rounded / 3600, rounded / 60 % 60);
    }

    /** A figure with three significant digits: 0.125, 12.3, 4.2e-7. Zero is written 0, everything else never is. */
    public static String number(double value) {
        if (value == 0) {
            return "0";
        }
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not a number" : value > 0 ? "\u221e" : "\u2212\u221e";
        }
        double size = Math.abs(value);
        String text = size < 1e-3 || size >= 1e5
                ? String.format(Locale.ROOT, "%.1e", value)
                        .replaceFirst("e([+-])0*(\\d)", "e$1$2")
                        .replace("e+", "e")
                : String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.3f", value);
        return text.replaceFirst("^-", "\u2212");
    }

    /** An angle, given in radians, in degrees: 12.5\u00b0, 141.9\u00b0; 0 is written only for 0. */
    public static String degrees(double angle) {
        double degrees = Math.toDegrees(angle);
        return (Math.abs(degrees) < 0.1 ? number(degrees) : String.format(Locale.ROOT, "%.1f", degrees)) + "\u00b0";
    }
}
