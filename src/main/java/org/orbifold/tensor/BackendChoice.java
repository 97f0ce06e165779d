package org.orbifold.tensor;

import java.util.List;
import java.util.Optional;

/** What computes, and why. */
public sealed interface BackendChoice {
    /** One sentence for a person. */
    String reason();

    /**
     * The CPU.
     *
     * @param reason why
     * @param passesOverGpu whether there is a GPU that is not used though nobody asked for the CPU
     */
    record Cpu(String reason, boolean passesOverGpu) implements BackendChoice {}

    /** A GPU. */
    record Cuda(CudaDevice device) implements BackendChoice {
        @Override
        public String reason() {
            return "GPU: " + device;
        }
    }

    /**
     * Nothing: a GPU was asked for by name, and none can be used.
     *
     * @param reason why not
     */
    record Refused(String reason) implements BackendChoice {}

    /** The CPU, by name. */
    static Cpu cpuAsAsked() {
        return new Cpu("the CPU was asked for", false);
    }

    /**
     * Chooses.
     *
     * @param cudaBuild whether this build has the array library's CUDA part
     * @param probe the devices of this machine
     */
    static BackendChoice of(BackendRequest requested, boolean cudaBuild, DeviceProbe probe) {
        if (requested == BackendRequest.CPU) {
            return cpuAsAsked();
        }
        Optional<CudaDevice> usable = usable(probe);
        if (usable.isPresent() && cudaBuild) {
            return new Cuda(usable.get());
        }
        return without(
                requested,
                usable.map(device -> "GPU: " + device + ", not used by this build, which was made without CUDA")
                        .orElseGet(() -> obstacle(probe)),
                probe instanceof DeviceProbe.Found(var _, var devices) && !devices.isEmpty());
    }

    /** What is done where a GPU cannot be used. */
    static BackendChoice without(BackendRequest requested, String obstacle, boolean hasGpu) {
        return requested == BackendRequest.CUDA
                ? new Refused(obstacle)
                : new Cpu(obstacle + ": running on CPU", hasGpu);
    }

    private static Optional<CudaDevice> usable(DeviceProbe probe) {
        return probe instanceof DeviceProbe.Found found && found.runsCuda11()
                ? found.devices().stream().filter(CudaDevice::isSupported).findFirst()
                : Optional.empty();
    }

    private static String obstacle(DeviceProbe probe) {
        return switch (probe) {
            case DeviceProbe.NoDriver() -> "no CUDA driver was found";
            case DeviceProbe.NoFunction(String name) -> "the CUDA driver lacks " + name;
            case DeviceProbe.Failed(var _, int status)
            when status == DeviceProbe.Failed.NO_DEVICE -> "the CUDA driver found no GPU";
            case DeviceProbe.Failed(String function, int status) ->
                "the CUDA driver failed (" + function + " returned " + status + ")";
            case DeviceProbe.NoAnswer() -> "the CUDA driver did not answer";
            case DeviceProbe.Found(var _, List<CudaDevice> devices)
            when devices.isEmpty() -> "the CUDA driver found no GPU";
            case DeviceProbe.Found found
            when !found.runsCuda11() ->
                name(found.devices()) + ", its driver is for CUDA " + found.cudaVersion() / 1000 + "."
                        + found.cudaVersion() % 1000 / 10 + ", too old for ND4J " + Backend.VERSION;
            case DeviceProbe.Found(var _, List<CudaDevice> devices) ->
                name(devices) + ", not supported by ND4J " + Backend.VERSION;
        };
    }

    private static String name(List<CudaDevice> devices) {
        String more = devices.size() > 1 ? " (and " + (devices.size() - 1) + " more)" : "";
        return "GPU: " + devices.getFirst() + more;
    }
}
