package org.orbifold.io;

import java.util.List;
import org.orbifold.tensor.FeatureShape;
import org.orbifold.tensor.Window;

/** Rows and columns of zeros around maps. */
record OnnxPadding(long above, long left, long below, long right) {
    static final OnnxPadding NONE = new OnnxPadding(0, 0, 0, 0);

    /** The most that a window of a network measures. */
    private static final long LARGEST = 1 << 20;

    /** The padding of {@code [above, left, below, right]}. */
    static OnnxPadding of(OnnxModel.Node node, List<Long> pads) throws MalformedFileException {
        if (pads.size() != 4 || pads.stream().anyMatch(pad -> pad < 0 || pad > LARGEST)) {
            throw node.fault("pads by " + TensorInfo.text(pads));
        }
        return new OnnxPadding(pads.get(0), pads.get(1), pads.get(2), pads.get(3));
    }

    /** The padding that a convolution or a pooling with a window of that size asks for. */
    static OnnxPadding of(OnnxModel.Node node, FeatureShape maps, List<Long> size) throws MalformedFileException {
        List<Long> strides = sizes(node, strides(node));
        String auto = node.text("auto_pad", "NOTSET");
        return switch (auto) {
            case "NOTSET" -> of(node, node.wholes("pads", List.of(0L, 0L, 0L, 0L)));
            case "VALID" -> NONE;
            case "SAME_UPPER", "SAME_LOWER" -> {
                long rows = missing(maps.height(), sizes(node, size).getFirst(), strides.getFirst());
                long columns = missing(maps.width(), size.getLast(), strides.getLast());
                long above = auto.equals("SAME_UPPER") ? rows / 2 : rows - rows / 2;
                long left = auto.equals("SAME_UPPER") ? columns / 2 : columns - columns / 2;
                yield new OnnxPadding(above, left, rows - above, columns - left);
            }
            default -> throw node.fault("has the unknown auto_pad " + FileFault.printable(auto));
        };
    }

    private static List<Long> strides(OnnxModel.Node node) throws MalformedFileException {
        return node.wholes("strides", List.of(1L, 1L));
    }

    private static List<Long> sizes(OnnxModel.Node node, List<Long> sizes) throws MalformedFileException {
        if (sizes.size() != 2 || sizes.stream().anyMatch(size -> size < 1 || size > LARGEST)) {
            throw node.fault(
                    "has a window or steps " + TensorInfo.text(sizes) + "; those over height and width are read");
        }
        return sizes;
    }

    /** The padding with which there is a result for every {@code stride}-th place. */
    private static long missing(long places, long size, long stride) {
        return Math.max(0, (Math.ceilDiv(places, stride) - 1) * stride + size - places);
    }

    /** Both, one around the other. */
    OnnxPadding plus(OnnxPadding other) {
        return new OnnxPadding(above + other.above, left + other.left, below + other.below, right + other.right);
    }

    /** Whether there is none. */
    boolean isNone() {
        return equals(NONE);
    }

    /**
     * How a window moves over maps that this is around. A {@link Window} has as much padding below as above and on the right
     * as on the left; other padding is read where it comes to the same.
     *
     * @param node the convolution or the pooling
     */
    Window window(OnnxModel.Node node, FeatureShape maps, List<Long> size) throws MalformedFileException {
        long height = sizes(node, size).getFirst();
        long width = size.getLast();
        long down = sizes(node, strides(node)).getFirst();
        long right = strides(node).getLast();
        if (node.wholes("dilations", List.of()).stream().anyMatch(dilation -> dilation != 1)) {
            throw node.fault("is dilated, which is not read");
        }
        requireEven(node, maps.height(), height, down, above, below);
        requireEven(node, maps.width(), width, right, left, this.right);
        try {
            return new Window((int) height, (int) width, (int) down, (int) right, (int) above, (int) left);
        } catch (IllegalArgumentException e) {
            throw node.fault(e.getMessage());
        }
    }

    /** Refuses padding that gives other results than as much of it before as there is after. */
    private static void requireEven(OnnxModel.Node node, long places, long size, long stride, long before, long after)
            throws MalformedFileException {
        boolean roundsUp = node.whole("ceil_mode", 0) != 0;
        long spare = places + before + after - size;
        long results = (roundsUp ? Math.ceilDiv(spare, stride) : Math.floorDiv(spare, stride)) + 1;
        if (roundsUp && (results - 1) * stride >= places + before) {
            results--;
        }
        if (results != Math.floorDiv(places + 2 * before - size, stride) + 1) {
            throw node.fault("pads " + before + " before and " + after + " after " + places + " places"
                    + (roundsUp ? ", rounded up" : "") + "; as much before as after is read");
        }
    }
}
