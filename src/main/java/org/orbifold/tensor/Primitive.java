package org.orbifold.tensor;

/** A recorded operation on the arrays it was recorded for. Replaying it allocates nothing that grows with the work. */
interface Primitive {
    /** Computes the result from the inputs. */
    void forward();

    /** Adds to the gradients of those inputs that are differentiated. The result's gradient is complete, and may be used up. */
    void backward();
}
