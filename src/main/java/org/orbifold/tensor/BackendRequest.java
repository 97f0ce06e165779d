package org.orbifold.tensor;

/** What the user wants the computing done by. */
public enum BackendRequest {
    /** A GPU where one can be used, else the CPU. */
    AUTO,
    /** The CPU. */
    CPU,
    /** A GPU or nothing. */
    CUDA
}
