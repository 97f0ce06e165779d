package org.orbifold.net;

import java.util.Arrays;

/**
 * The parameters of one network: plain floats in one block, seen layer by layer. Immutable. Needs no tensor library, so
 * that inspection, edits and pictures start at once.
 */
public final class Weights {
    private final Architecture architecture;
    private final float[] block;

    private Weights(Architecture architecture, float[] block) {
        if (block.length != architecture.parameters()) {
            throw new IllegalArgumentException(
                    block.length + " values for the " + architecture.parameters() + " parameters of " + architecture);
        }
        this.architecture = architecture;
        this.block = block;
    }

    /** Weights over a block of {@code parameters()} floats, which must not be written to afterwards. */
    public static Weights wrap(Architecture architecture, float[] block) {
        return new Weights(architecture, block);
    }

    /** The shape of the network. */
    public Architecture architecture() {
        return architecture;
    }

    /** Weight {@code [out, in]} of weighted layer {@code l}. */
    public float weight(int l, int out, int in) {
        return block[architecture.weightOffset(l) + out * architecture.in(l) + in];
    }

    /** Bias {@code [out]} of weighted layer {@code l}; 0 if it has none. */
    public float bias(int l, int out) {
        return architecture.hasBias(l) ? block[architecture.biasOffset(l) + out] : 0;
    }

    /** A copy of the weights {@code [out, in]} of weighted layer {@code l}, row by row. */
    public float[] layerWeights(int l) {
        return Arrays.copyOfRange(block, architecture.weightOffset(l), architecture.biasOffset(l));
    }

    /** A copy of the bias {@code [out]} of weighted layer {@code l}; zeros if it has none. */
    public float[] layerBias(int l) {
        float[] bias = new float[architecture.out(l)];
        if (architecture.hasBias(l)) {
            System.arraycopy(block, architecture.biasOffset(l), bias, 0, bias.length);
        }
        return bias;
    }

    /** A copy of a parameter, row by row. */
    public float[] values(ParameterTensor tensor) {
        return Arrays.copyOfRange(block, tensor.offset(), tensor.end());
    }

    /** A copy of the whole block, in the layout of {@link Architecture}. */
    public float[] toArray() {
        return block.clone();
    }

    /** Copies the block to {@code target} from {@code offset} on. */
    public void copyTo(float[] target, int offset) {
        System.arraycopy(block, 0, target, offset, block.length);
    }

    /** Parameter {@code i} of the block. */
    public float get(int i) {
        return block[i];
    }

    /** The Euclidean norm of all parameters. */
    public double norm() {
        double sum = 0;
        for (float w : block) {
            sum += (double) w * w;
        }
        return Math.sqrt(sum);
    }

    /** The Euclidean distance to other weights of the same architecture. */
    public double distance(Weights other) {
        requireSameShape(other);
        double sum = 0;
        for (int i = 0; i < block.length; i++) {
            double d = (double) block[i] - other.block[i];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }

    /** {@code (1 - t) this + t other}: the straight path between two networks of one architecture. */
    public Weights lerp(Weights other, double t) {
        requireSameShape(other);
        float[] mixed = new float[block.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (float) ((1 - t) * block[i] + t * other.block[i]);
        }
        return new Weights(architecture, mixed);
    }

    private void requireSameShape(Weights other) {
        if (!architecture.equals(other.architecture)) {
            throw new IllegalArgumentException(architecture + " is not " + other.architecture);
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Weights w && architecture.equals(w.architecture) && Arrays.equals(block, w.block);
    }

    @Override
    public int hashCode() {
        return 31 * architecture.hashCode() + Arrays.hashCode(block);
    }

    @Override
    public String toString() {
        return "Weights[" + architecture + "]";
    }
}
