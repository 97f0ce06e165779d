package org.orbifold.generative;

import java.util.List;
import org.orbifold.net.Weights;
import org.orbifold.tensor.Tensor;

/** Networks as the rows of a matrix, some at once so that it stays small. */
final class NetworkMatrix {
    private static final int VALUES_AT_ONCE = 1 << 22;

    private NetworkMatrix() {}

    /** How many networks of that size go into one matrix. */
    static int rowsAtOnce(Weights network) {
        return Math.max(1, VALUES_AT_ONCE / network.architecture().parameters());
    }

    /** {@code [networks, parameters]} in double. */
    static Tensor of(List<Weights> networks) {
        int parameters = networks.getFirst().architecture().parameters();
        float[] values = new float[networks.size() * parameters];
        for (int k = 0; k < networks.size(); k++) {
            networks.get(k).copyTo(values, k * parameters);
        }
        return Tensor.matrix(networks.size(), parameters, values);
    }
}
