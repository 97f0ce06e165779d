package org.orbifold.tensor;

import org.nd4j.linalg.api.buffer.DataType;

/** The type of an array's elements. Programs run in float; double is for checking gradients and for assignment costs. */
public enum Precision {
    FLOAT(DataType.FLOAT, Float.BYTES),
    DOUBLE(DataType.DOUBLE, Double.BYTES);

    private final DataType type;
    private final int bytes;

    Precision(DataType type, int bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    DataType type() {
        return type;
    }

    /** Bytes an element. */
    public int bytes() {
        return bytes;
    }
}
