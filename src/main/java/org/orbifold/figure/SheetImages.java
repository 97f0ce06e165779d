package org.orbifold.figure;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.orbifold.net.Weights;

/**
 * The weights of a network as pixels, one a weight: made when they are first asked for and kept, since a network is drawn
 * many times while something is dragged over it. Each layer has a scale of its own. Safe for threads.
 */
public final class SheetImages {
    /** Of a layer's weights, the share that its scale holds. */
    private static final double WITHIN = 0.995;

    private static final int KEPT = 24;

    private record Key(int layer, int across, int down, int by, String theme) {}

    private final Weights weights;
    private final List<UnitLayer> layers;
    private final List<Double> limits;
    private final Map<Key, BufferedImage> made = new HashMap<>();

    /**
     * Of a network.
     *
     * @param limits the end of each layer's scale, as {@link #limits} has them
     */
    public SheetImages(Weights weights, List<Double> limits) {
        this.weights = weights;
        this.limits = List.copyOf(limits);
        layers = UnitLayer.of(weights.architecture());
    }

    /** The end of a scale for each layer of some networks of one architecture: 995 of 1000 weights are within. */
    public static List<Double> limits(List<Weights> networks) {
        Double[] limits = new Double[networks.getFirst().architecture().layers()];
        Arrays.fill(limits, 0.0);
        for (Weights network : networks) {
            for (int l = 0; l < limits.length; l++) {
                float[] w = network.layerWeights(l);
                for (int i = 0; i < w.length; i++) {
                    w[i] = Math.abs(w[i]);
                }
                Arrays.sort(w);
                limits[l] = Math.max(limits[l], w[(int) Math.ceil(WITHIN * (w.length - 1))]);
            }
        }
        return Arrays.stream(limits).map(NetworkFigure::niceLimit).toList();
    }

    /** The network. */
    public Weights weights() {
        return weights;
    }

    List<UnitLayer> layers() {
        return layers;
    }

    double limit(int layer) {
        return limits.get(layer);
    }

    /** How many weights of a layer are beyond its scale. */
    long beyond(int layer) {
        long beyond = 0;
        for (float w : weights.layerWeights(layer)) {
            beyond += Math.abs(w) > limits.get(layer) ? 1 : 0;
        }
        return beyond;
    }

    /**
     * The first tiles of a layer, so many across, with clear pixels between.
     *
     * @param by so many weights each way share a pixel, as their mean; 1 for tiles of several kernels
     */
    BufferedImage tiles(int layer, int across, int shown, int by, Theme theme) {
        return kept(new Key(layer, across, shown, by, theme.id()), () -> {
            UnitLayer units = layers.get(layer);
            int w = (units.tileWidth() + by - 1) / by + units.gap();
            int h = (units.tileHeight() + by - 1) / by + units.gap();
            int down = (shown + across - 1) / across;
            BufferedImage sheet = new BufferedImage(across * w, down * h, BufferedImage.TYPE_INT_ARGB);
            for (int i = 0; i < shown; i++) {
                int left = i % across * w;
                int top = Math.floorDiv(i, across) * h;
                if (by == 1) {
                    drawTile(sheet, left, top, units, i, theme);
                } else {
                    drawSmallTile(sheet, left, top, units, i, by, theme);
                }
            }
            return sheet;
        });
    }

    private void drawSmallTile(BufferedImage sheet, int left, int top, UnitLayer units, int unit, int by, Theme theme) {
        for (int y = 0; y < units.kernelHeight(); y += by) {
            for (int x = 0; x < units.kernelWidth(); x += by) {
                float sum = 0;
                int count = 0;
                for (int row = y; row < Math.min(y + by, units.kernelHeight()); row++) {
                    for (int column = x; column < Math.min(x + by, units.kernelWidth()); column++) {
                        sum += weights.weight(units.layer(), unit, row * units.kernelWidth() + column);
                        count++;
                    }
                }
                sheet.setRGB(left + x / by, top + y / by, argb(units.layer(), sum / count, theme));
            }
        }
    }

    private synchronized BufferedImage kept(Key key, Supplier<BufferedImage> maker) {
        if (made.size() > KEPT) {
            made.clear();
        }
        BufferedImage known = made.get(key);
        if (known == null) {
            known = maker.get();
            made.put(key, known);
        }
        return known;
    }

    private void drawTile(BufferedImage sheet, int left, int top, UnitLayer units, int unit, Theme theme) {
        int in = weights.architecture().in(units.layer());
        int area = units.kernelWidth() * units.kernelHeight();
        for (int k = 0; k < in; k++) {
            int kernel = k / area;
            int x = left + kernel % units.kernelsAcross() * (units.kernelWidth() + 1) + k % units.kernelWidth();
            int y = top
                    + Math.floorDiv(kernel, units.kernelsAcross()) * (units.kernelHeight() + 1)
                    + k % area / units.kernelWidth();
            sheet.setRGB(x, y, argb(units.layer(), weights.weight(units.layer(), unit, k), theme));
        }
    }

    private int argb(int layer, float weight, Theme theme) {
        return theme.signed().signed(weight, limits.get(layer));
    }

    /** A layer's matrix, a unit a row; of each block so many across and down the strongest weight. */
    BufferedImage matrix(int layer, int across, int down, Theme theme) {
        return kept(new Key(layer, across, down, 0, theme.id()), () -> {
            int in = weights.architecture().in(layer);
            int out = weights.architecture().out(layer);
            float[] w = weights.layerWeights(layer);
            BufferedImage image =
                    new BufferedImage((in + across - 1) / across, (out + down - 1) / down, BufferedImage.TYPE_INT_ARGB);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    float strongest = 0;
                    for (int o = y * down; o < Math.min(out, (y + 1) * down); o++) {
                        for (int i = x * across; i < Math.min(in, (x + 1) * across); i++) {
                            float weight = w[o * in + i];
                            strongest = Math.abs(weight) > Math.abs(strongest) ? weight : strongest;
                        }
                    }
                    image.setRGB(x, y, argb(layer, strongest, theme));
                }
            }
            return image;
        });
    }

    /** One unit: its tile, or its row of the matrix. */
    BufferedImage unit(int layer, int unit, Theme theme) {
        UnitLayer units = layers.get(layer);
        BufferedImage image = new BufferedImage(units.tileWidth(), units.tileHeight(), BufferedImage.TYPE_INT_ARGB);
        drawTile(image, 0, 0, units, unit, theme);
        return image;
    }

    /** The norm of the first layer's weights from each pixel of the input, as an image, and the largest. */
    BufferedImage inputNorms() {
        UnitLayer first = layers.getFirst();
        int in = weights.architecture().in(0);
        double[] squares = new double[in];
        float[] w = weights.layerWeights(0);
        for (int i = 0; i < w.length; i++) {
            squares[i % in] += (double) w[i] * w[i];
        }
        double most = Arrays.stream(squares).max().orElse(1);
        int[] argb = new int[in];
        Arrays.setAll(argb, i -> ColorMap.BATLOW.argb(Math.sqrt(squares[i] / most)));
        return Raster.pixels(first.kernelWidth(), first.kernelHeight(), argb);
    }
}
