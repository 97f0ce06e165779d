package org.orbifold.figure;

import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A colour map of 256 colours (Crameri 2018, <i>Scientific colour maps</i>): perceptually uniform and readable with any
 * colour vision.
 */
public final class ColorMap {
    /** Signed values on a light background: blue to red through white. */
    public static final ColorMap VIK = load("vik");
    /** Signed values on a dark background: blue to red through black. */
    public static final ColorMap BERLIN = load("berlin");
    /** Unsigned values: dark blue to light pink. */
    public static final ColorMap BATLOW = load("batlow");

    private final int[] argb;

    private ColorMap(int[] argb) {
        this.argb = argb;
    }

    private static ColorMap load(String name) {
        try (InputStream in = ColorMap.class.getResourceAsStream("colormaps/" + name + ".txt")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            int[] argb = new int[lines.size()];
            for (int i = 0; i < argb.length; i++) {
                String[] parts = lines.get(i).strip().split(" +", -1);
                argb[i] = new Color(Float.parseFloat(parts[0]), Float.parseFloat(parts[1]), Float.parseFloat(parts[2]))
                        .getRGB();
            }
            return new ColorMap(argb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The colour, as ARGB, at {@code x} in [0, 1]; beyond, the nearest end's. */
    public int argb(double x) {
        return argb[Math.clamp(Math.round(x * (argb.length - 1)), 0, argb.length - 1)];
    }

    /** The colour of a signed value on a scale from -limit to limit. */
    public int signed(double value, double limit) {
        return argb(0.5 + 0.5 * value / limit);
    }
}
