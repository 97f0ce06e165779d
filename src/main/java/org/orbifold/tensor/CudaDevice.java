package org.orbifold.tensor;

/**
 * A GPU, as the CUDA driver tells of it.
 *
 * @param index in the driver's order, from 0
 * @param name for a person
 * @param major of the compute capability
 * @param minor of the compute capability
 * @param memory in bytes
 */
public record CudaDevice(int index, String name, int major, int minor, long memory) {
    /**
     * Whether the array library has code for it. Its CUDA jar holds machine code for 3.7 to 8.6 and none that a driver
     * could translate for others: 8.9 runs the code for 8.6, and nothing from 9.0 on runs any.
     */
    public boolean isSupported() {
        int capability = 10 * major + minor;
        return capability >= 37 && capability < 90;
    }

    /** Name and compute capability. */
    @Override
    public String toString() {
        return name + ", compute capability " + major + "." + minor;
    }
}
