package org.orbifold.tensor;

/**
 * What follows the product in a fused linear map: done on a block of rows while that is in the cache. Rows of blocks are
 * padded to {@link Lanes#padded}. What belongs to a network is kept by {@link Scratch}, so that threads work on different
 * networks at once.
 */
interface Epilogue {
    /** Before the calling thread computes rows of a network. */
    void beginForward(int network);

    /**
     * Computes the results of rows {@code [from, from + rows)} of a network, in place of the products {@code x w^T}.
     *
     * @param z {@code [rows, padded out]}, padding 0 on entry
     */
    void forward(int network, int from, int rows, float[] z);

    /** Before any rows go backward: gradients that nothing contributed to yet are zeroed. */
    void beginBackward();

    /** Before the calling thread takes a network's rows backward. */
    void beginBackward(int network);

    /**
     * Turns the gradient of the results into that of the products, and adds to the gradients of all else that the
     * results depend on.
     *
     * @param g {@code [rows, padded out]}, in and out
     * @param y {@code [rows, padded out]}, the results
     */
    void backward(int network, int from, int rows, float[] g, float[] y);

    /** After the calling thread took a network's rows backward. */
    void endBackward(int network);
}
