package org.orbifold.tensor;

/** One parameter's optimiser step, recorded with the state that it keeps between steps. */
public interface Update {
    /**
     * Moves the parameter against its gradient.
     *
     * @param learningRate of this step
     * @param step counts from 1
     */
    void apply(double learningRate, long step);
}
