package org.orbifold.io;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.orbifold.io.OnnxValue.Features;
import org.orbifold.io.OnnxValue.NormStep;
import org.orbifold.io.OnnxValue.Wholes;

/** Flattening, reshaping and axes of size 1: the numbers of a row stay in their order, and rows stay apart. */
final class OnnxShapes {
    private final OptionalLong rows;

    /** @param rows how many rows the network is given at once, if that is fixed */
    OnnxShapes(OptionalLong rows) {
        this.rows = rows;
    }

    /** What a {@code Flatten}, {@code Reshape}, {@code Squeeze} or {@code Unsqueeze} makes of features. */
    OnnxValue seen(OnnxModel.Node node, List<OnnxValue> inputs) throws MalformedFileException {
        return switch (inputs.getFirst()) {
            case Features x -> new Features(x.node(), row(node, x, inputs));
            case NormStep step
            when step.isNormalized() -> step.of(new Features(step.x().node(), row(node, step.x(), inputs)));
            default -> throw node.fault("takes what no layer gives that is read");
        };
    }

    private List<Long> row(OnnxModel.Node node, Features x, List<OnnxValue> inputs) throws MalformedFileException {
        int rank = x.shape().size() + 1;
        List<Long> row = new ArrayList<>(x.shape());
        switch (node.operator()) {
            case "Flatten" -> {
                long axis = node.whole("axis", 1);
                if (axis != 1 && axis != 1 - rank) {
                    throw node.fault("flattens from axis " + axis + "; from axis 1 is read");
                }
                return List.of(x.size());
            }
            case "Reshape" -> {
                return reshaped(node, x, inputs);
            }
            case "Squeeze" -> {
                for (int axis : OnnxConstants.axes(node, inputs, rank).reversed()) {
                    if (axis == 0 || row.remove(axis - 1) != 1) {
                        throw node.fault("leaves out an axis that is not of size 1, or that of the rows");
                    }
                }
            }
            default -> {
                for (int axis : OnnxConstants.newAxes(node, inputs, rank)) {
                    if (axis == 0) {
                        throw node.fault("puts an axis before that of the rows");
                    }
                    row.add(axis - 1, 1L);
                }
            }
        }
        return row;
    }

    /** What a row becomes: in the shape asked for, 0 stands for a size that stays, and -1 for what is left. */
    private List<Long> reshaped(OnnxModel.Node node, Features x, List<OnnxValue> inputs) throws MalformedFileException {
        if (inputs.size() != 2 || !(inputs.getLast() instanceof Wholes(List<Long> asked)) || asked.isEmpty()) {
            throw node.fault("reshapes to a shape that cannot be told");
        }
        boolean zeroStays = node.whole("allowzero", 0) == 0;
        List<Long> row = new ArrayList<>();
        long left = x.size();
        int open = -1;
        for (int i = 1; i < asked.size(); i++) {
            long size = zeroStays && asked.get(i) == 0 && i <= x.shape().size()
                    ? x.shape().get(i - 1)
                    : asked.get(i);
            if (size == -1 && open < 0) {
                open = i - 1;
            } else if (size < 1 || left % size != 0) {
                throw mixesRows(node, asked);
            } else {
                left /= size;
            }
            row.add(size);
        }
        if (open >= 0) {
            row.set(open, left);
        }
        long first = asked.getFirst();
        boolean rowsStay = first == OnnxValue.ROWS
                || (first == 0 && zeroStays)
                || (first == -1 && open < 0)
                || first == rows.orElse(OnnxValue.ROWS);
        if (!rowsStay || (open < 0 && left != 1)) {
            throw mixesRows(node, asked);
        }
        return row;
    }

    private static MalformedFileException mixesRows(OnnxModel.Node node, List<Long> asked) {
        String shape = asked.toString().replace(Long.toString(OnnxValue.ROWS), "rows");
        return node.fault("reshapes to " + shape + ", which does not keep the rows as they are");
    }
}
