package org.orbifold.tensor;

import java.util.List;

/** What came of asking the CUDA driver for its devices. */
public sealed interface DeviceProbe {
    /** There is no driver library. */
    record NoDriver() implements DeviceProbe {}

    /** The driver library is too old to have a function, or is none. */
    record NoFunction(String name) implements DeviceProbe {}

    /** The driver refused a call. */
    record Failed(String function, int status) implements DeviceProbe {
        /** What {@code cuInit} returns where the driver is there and no device is (CUDA_ERROR_NO_DEVICE). */
        static final int NO_DEVICE = 100;
    }

    /** The driver did not answer in time, or broke. */
    record NoAnswer() implements DeviceProbe {}

    /**
     * The driver answered.
     *
     * @param cudaVersion the newest CUDA that the driver runs: 1000 times major and 10 times minor
     * @param devices in the driver's order; may be empty
     */
    record Found(int cudaVersion, List<CudaDevice> devices) implements DeviceProbe {
        /** Keeps a copy of the list. */
        public Found {
            devices = List.copyOf(devices);
        }

        /** Whether programs for CUDA 11 run on this driver: all do on one for any CUDA 11 or later. */
        boolean runsCuda11() {
            return cudaVersion >= 11_000;
        }
    }
}
