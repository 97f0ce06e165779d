package org.orbifold.figure;

import java.awt.Color;
import java.util.List;
import java.util.Optional;

/**
 * The colours of a picture. Identities are Okabe and Ito's (network A blue, B orange, aligned green), which stay apart
 * with any colour vision; text has a contrast of at least 4.5 : 1 to both backgrounds.
 *
 * @param background of the window
 * @param surface of a picture
 * @param text of labels
 * @param muted of secondary labels
 * @param line of axes and outlines
 * @param signed the map of signed values
 * @param naive of what is done without alignment
 * @param classes identities of the classes of a data set, in order
 */
public record Theme(
        String id,
        Color background,
        Color surface,
        Color text,
        Color muted,
        Color line,
        Color accent,
        Color networkA,
        Color networkB,
        Color aligned,
        Color naive,
        ColorMap signed,
        List<Color> classes) {
    /** Dark on light. */
    public static final Theme LIGHT = new Theme(
            "light",
            new Color(0xF6F8FA),
            new Color(0xFFFFFF),
            new Color(0x1F2328),
            new Color(0x59636E),
            new Color(0xD1D9E0),
            new Color(0x0969DA),
            new Color(0x0072B2),
            new Color(0xA85400),
            new Color(0x00795A),
            new Color(0x656D76),
            ColorMap.VIK,
            classColors());

    /** Light on dark. */
    public static final Theme DARK = new Theme(
            "dark",
            new Color(0x010409),
            new Color(0x0D1117),
            new Color(0xF0F6FC),
            new Color(0x9198A1),
            new Color(0x3D444D),
            new Color(0x4493F8),
            new Color(0x56B4E9),
            new Color(0xF0A030),
            new Color(0x2FC394),
            new Color(0x9198A1),
            ColorMap.BERLIN,
            classColors());

    private static List<Color> classColors() {
        return List.of(
                new Color(0x0072B2),
                new Color(0xD55E00),
                new Color(0x009E73),
                new Color(0xCC79A7),
                new Color(0xE69F00),
                new Color(0x56B4E9),
                new Color(0xF0E442),
                new Color(0x8C564B),
                new Color(0x6E7781),
                new Color(0x332288));
    }

    /** The theme of that name. */
    public static Optional<Theme> of(String id) {
        return List.of(LIGHT, DARK).stream()
                .filter(theme -> theme.id.equals(id))
                .findFirst();
    }

    /** Whether text is light on dark. */
    public boolean isDark() {
        return id.equals(DARK.id);
    }

    /** The colour of class {@code c}; they repeat after ten. */
    public Color classColor(int c) {
        return classes.get(c % classes.size());
    }
}
