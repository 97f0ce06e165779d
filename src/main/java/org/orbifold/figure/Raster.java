package org.orbifold.figure;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import org.orbifold.path.LossSlice;

/** Sampled functions as images. */
final class Raster {
    private static final int THUMBNAIL = 40;

    /** Pixels each way, roughly, of what is interpolated. */
    private static final int FINE = 512;

    /** Pixels each way, roughly, of a small image whose pixels are seen. */
    private static final int CRISP = 128;

    private Raster() {}

    private static BufferedImage image(int width, int height, int[] argb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        System.arraycopy(argb, 0, ((DataBufferInt) image.getRaster().getDataBuffer()).getData(), 0, argb.length);
        return image;
    }

    /** A neuron over the input plane, on a symmetric scale of its own; for outputs the class's probability. */
    static BufferedImage activation(FunctionField field, int l, int o, Theme theme) {
        boolean output = l == field.architecture().layers() - 1;
        float[] values = output ? field.probability(o) : field.activation(l, o);
        double limit = 1e-9;
        for (float v : values) {
            limit = Math.max(limit, Math.abs(v));
        }
        int size = field.size();
        int[] argb = new int[THUMBNAIL * THUMBNAIL];
        for (int i = 0; i < argb.length; i++) {
            int row = (i / THUMBNAIL * 2 + 1) * size / (2 * THUMBNAIL);
            int column = (i % THUMBNAIL * 2 + 1) * size / (2 * THUMBNAIL);
            float v = values[row * size + column];
            argb[i] = output
                    ? theme.signed().argb(probabilityShare(v))
                    : theme.signed().signed(v, limit);
        }
        return image(THUMBNAIL, THUMBNAIL, argb);
    }

    /** Classes by colour, each as strong as its probability; two classes by the signed map. */
    static BufferedImage probabilities(FunctionField field, Theme theme) {
        int size = field.size();
        int[] argb = new int[size * size];
        int classes = field.architecture().outputs();
        if (classes == 2) {
            float[] p = field.probability(1);
            for (int i = 0; i < argb.length; i++) {
                argb[i] = theme.signed().argb(probabilityShare(p[i]));
            }
        } else {
            int[] decisions = field.decisions();
            float[][] p = new float[classes][];
            Arrays.setAll(p, field::probability);
            for (int i = 0; i < argb.length; i++) {
                double strength = 0.7 * Math.max(0, (p[decisions[i]][i] - 1.0 / classes) / (1 - 1.0 / classes));
                argb[i] = mix(
                        theme.surface().getRGB(), theme.classColor(decisions[i]).getRGB(), strength);
            }
        }
        return image(size, size, argb);
    }

    /** The losses of a slice: between points as between their logarithms, and clear where there is none yet. */
    static BufferedImage losses(LossSlice slice, LossScale scale) {
        int n = slice.resolution();
        int fine = slice.isComplete() ? Math.max(1, FINE / n) : 1;
        int size = fine * n;
        int[] argb = new int[size * size];
        for (int i = 0; i < argb.length; i++) {
            double c = Math.clamp((i % size + 0.5) / fine - 0.5, 0, n - 1);
            double r = Math.clamp(n - 0.5 - (Math.floorDiv(i, size) + 0.5) / fine, 0, n - 1);
            double share = fine == 1 ? knownShare(slice, scale, (int) c, (int) r) : shareBetween(slice, scale, c, r);
            argb[i] = Double.isNaN(share) ? 0 : ColorMap.BATLOW.argb(share);
        }
        return image(size, size, argb);
    }

    private static double knownShare(LossSlice slice, LossScale scale, int c, int r) {
        int at = r * slice.resolution() + c;
        return Double.isNaN(slice.accuracies()[at]) ? Double.NaN : scale.share(slice.losses()[at]);
    }

    private static double shareBetween(LossSlice slice, LossScale scale, double c, double r) {
        int left = Math.min((int) c, slice.resolution() - 2);
        int low = Math.min((int) r, slice.resolution() - 2);
        double below = (1 - (c - left)) * knownShare(slice, scale, left, low)
                + (c - left) * knownShare(slice, scale, left + 1, low);
        double above = (1 - (c - left)) * knownShare(slice, scale, left, low + 1)
                + (c - left) * knownShare(slice, scale, left + 1, low + 1);
        return (1 - (r - low)) * below + (r - low) * above;
    }

    /** Cells {@code [n, n]}, row by row from the top, enlarged so that they keep their edges. */
    static BufferedImage cells(int n, int[] argb) {
        int fine = Math.max(1, FINE / n);
        int size = fine * n;
        int[] enlarged = new int[size * size];
        Arrays.setAll(enlarged, i -> argb[i / size / fine * n + i % size / fine]);
        return image(size, size, enlarged);
    }

    /** An image {@code [height, width]} from the top, enlarged so that pixels keep their edges. */
    static BufferedImage pixels(int width, int height, int[] argb) {
        int fine = Math.max(1, CRISP / Math.max(width, height));
        int[] enlarged = new int[argb.length * fine * fine];
        Arrays.setAll(enlarged, i -> argb[i / (width * fine) / fine * width + Math.floorMod(i, width * fine) / fine]);
        return image(width * fine, height * fine, enlarged);
    }

    /** Where a probability lies on the signed map: its ends are left out, so that lines and points stand out. */
    static double probabilityShare(double p) {
        return 0.24 + 0.52 * p;
    }

    /** A colour between two, at {@code share} of the way. */
    static int mix(int from, int to, double share) {
        int mixed = 0xFF000000;
        for (int shift = 0; shift < 24; shift += 8) {
            int a = from >> shift & 0xFF;
            int b = to >> shift & 0xFF;
            mixed |= (int) Math.round(a + share * (b - a)) << shift;
        }
        return mixed;
    }

    /** A colour map's part {@code [from, to]} as a horizontal bar. */
    static void paintScale(Graphics2D g, Rectangle2D bar, ColorMap map, double from, double to) {
        int[] argb = new int[256];
        Arrays.setAll(argb, i -> map.argb(from + (to - from) * i / 255.0));
        draw(g, image(256, 1, argb), bar);
    }

    /** Draws an image to fill a rectangle exactly. */
    static void draw(Graphics2D g, BufferedImage image, Rectangle2D target) {
        AffineTransform placed = AffineTransform.getTranslateInstance(target.getX(), target.getY());
        placed.scale(target.getWidth() / image.getWidth(), target.getHeight() / image.getHeight());
        g.drawImage(image, placed, null);
    }
}
