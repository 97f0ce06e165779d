package org.orbifold.flow;

/**
 * What a flow is asked for, as its network sees it: the logarithm of a training loss, with mean 0 and deviation 1 over
 * the zoo, or nothing.
 */
record AskedLoss(float value, float flag) {
    /** Any network. */
    static final AskedLoss NONE = new AskedLoss(0, 0);

    static AskedLoss of(double standardized) {
        return new AskedLoss((float) standardized, 1);
    }
}
