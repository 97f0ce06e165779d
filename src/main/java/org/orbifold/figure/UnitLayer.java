package org.orbifold.figure;

import java.util.ArrayList;
import java.util.List;
import org.orbifold.net.Architecture;
import org.orbifold.net.Layer;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.SymmetryStructure;

/**
 * How a weighted layer of a large network is drawn: its units, neurons or channels, as tiles, as rows of its matrix, or as
 * discs with every edge.
 *
 * @param layer the weighted layer
 * @param isConvolution whether tiles are filters
 * @param units how many
 * @param group of symmetry that they are; {@link SymmetryStructure#FIXED} for the output
 * @param source the group of what comes in; {@link SymmetryStructure#FIXED} for the input
 * @param block weights that a unit has for each unit of the source
 * @param kernels images that a tile holds
 * @param kernelWidth in pixels
 * @param kernelHeight in pixels
 */
record UnitLayer(
        int layer,
        Form form,
        boolean isConvolution,
        int units,
        int group,
        int source,
        int block,
        int kernels,
        int kernelWidth,
        int kernelHeight) {
    /** Edges up to which all are drawn. */
    private static final int FEW_EDGES = 400;

    /** Tiles up to which they stand in one column. */
    static final int ONE_COLUMN = 16;

    /** What stands for a unit. */
    enum Form {
        TILES,
        ROWS,
        DISCS
    }

    /** The weighted layers of an architecture. */
    static List<UnitLayer> of(Architecture architecture) {
        List<UnitLayer> layers = new ArrayList<>();
        for (SymmetryStructure.Carrier carrier :
                SymmetryStructure.of(architecture).carriers()) {
            if (carrier.tensor().role() == Layer.Role.WEIGHT) {
                layers.add(of(architecture, carrier, layers));
            }
        }
        return layers;
    }

    private static UnitLayer of(Architecture architecture, SymmetryStructure.Carrier carrier, List<UnitLayer> before) {
        ParameterTensor tensor = carrier.tensor();
        int block = carrier.columns().group() >= 0 ? carrier.columns().block() : 1;
        int in = tensor.columns();
        Form form = Form.ROWS;
        int kernels = 1;
        int width = in;
        int height = 1;
        if (architecture.layer(tensor.node()) instanceof Layer.Convolution(int _, var window, var _)) {
            form = Form.TILES;
            width = window.width();
            height = window.height();
            kernels = in / (width * height);
        } else if (before.isEmpty() && ReceptiveFieldsFigure.isOverImages(architecture)) {
            form = Form.TILES;
            width = (int) Math.round(Math.sqrt(in));
            height = width;
        } else if (!before.isEmpty()
                && (long) in * tensor.rows() <= FEW_EDGES
                && in == before.getLast().units
                && before.getLast().isOneColumn()) {
            form = Form.DISCS;
        }
        return new UnitLayer(
                before.size(),
                form,
                architecture.layer(tensor.node()) instanceof Layer.Convolution,
                tensor.rows(),
                carrier.rows().group(),
                carrier.columns().group(),
                block,
                kernels,
                width,
                height);
    }

    private boolean isOneColumn() {
        return form == Form.DISCS || (form == Form.TILES && units <= ONE_COLUMN);
    }

    /** Clear pixels between tiles: more than the one between kernels. */
    int gap() {
        return kernels > 1 ? 3 : 1;
    }

    /** Kernels of a tile side by side. */
    int kernelsAcross() {
        return (int) Math.ceil(Math.sqrt(kernels));
    }

    /** The width of a tile in pixels, a pixel between kernels. */
    int tileWidth() {
        return kernelsAcross() * (kernelWidth + 1) - 1;
    }

    /** The height of a tile in pixels. */
    int tileHeight() {
        return (kernels + kernelsAcross() - 1) / kernelsAcross() * (kernelHeight + 1) - 1;
    }

    /**
     * The edge from a unit of the source to one of this layer: a weight; of several weights their norm, with the sign of
     * their sum.
     */
    double edge(Weights weights, int unit, int from) {
        if (block == 1) {
            return weights.weight(layer, unit, from);
        }
        double sum = 0;
        double squares = 0;
        for (int k = from * block; k < (from + 1) * block; k++) {
            double w = weights.weight(layer, unit, k);
            sum += w;
            squares += w * w;
        }
        return Math.copySign(Math.sqrt(squares), sum);
    }

    /** Units of the source. */
    int sources(Weights weights) {
        return weights.architecture().in(layer) / block;
    }
}
