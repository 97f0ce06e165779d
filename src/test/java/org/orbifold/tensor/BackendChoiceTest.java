package org.orbifold.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The choice, for every request, build and outcome of the probe. */
class BackendChoiceTest {
    private static final int DRIVER = 11_060;

    private static CudaDevice gpu(int index, int major, int minor) {
        return new CudaDevice(index, "GPU " + index, major, minor, 1L << 34);
    }

    private static DeviceProbe gpus(CudaDevice... devices) {
        return new DeviceProbe.Found(DRIVER, List.of(devices));
    }

    private static final Map<DeviceProbe, String> WITHOUT_GPU = Map.of(
            new DeviceProbe.NoDriver(),
            "no CUDA driver was found",
            new DeviceProbe.NoFunction("cuInit"),
            "the CUDA driver lacks cuInit",
            new DeviceProbe.Failed("cuInit", 100),
            "the CUDA driver found no GPU",
            new DeviceProbe.Failed("cuInit", 999),
            "the CUDA driver failed (cuInit returned 999)",
            new DeviceProbe.NoAnswer(),
            "the CUDA driver did not answer",
            gpus(),
            "the CUDA driver found no GPU");

    private static final Map<DeviceProbe, String> WITH_UNUSABLE_GPU = Map.of(
            gpus(gpu(0, 9, 0)),
            "GPU: GPU 0, compute capability 9.0, not supported by ND4J 1.0.0-M2.1",
            gpus(gpu(0, 3, 5)),
            "GPU: GPU 0, compute capability 3.5, not supported by ND4J 1.0.0-M2.1",
            gpus(gpu(0, 12, 0), gpu(1, 9, 0)),
            "GPU: GPU 0, compute capability 12.0 (and 1 more), not supported by ND4J 1.0.0-M2.1",
            new DeviceProbe.Found(10_020, List.of(gpu(0, 8, 6))),
            "GPU: GPU 0, compute capability 8.6, its driver is for CUDA 10.2, too old for ND4J 1.0.0-M2.1");

    @Test
    void withoutAGpuTheCpuComputesAndNobodyIsTold() {
        for (boolean cudaBuild : new boolean[] {false, true}) {
            WITHOUT_GPU.forEach((probe, obstacle) -> {
                assertEquals(
                        new BackendChoice.Cpu(obstacle + ": running on CPU", false),
                        BackendChoice.of(BackendRequest.AUTO, cudaBuild, probe));
                assertEquals(
                        new BackendChoice.Refused(obstacle), BackendChoice.of(BackendRequest.CUDA, cudaBuild, probe));
            });
        }
    }

    @Test
    void anUnusableGpuIsPassedOverAndTold() {
        for (boolean cudaBuild : new boolean[] {false, true}) {
            WITH_UNUSABLE_GPU.forEach((probe, obstacle) -> {
                assertEquals(
                        new BackendChoice.Cpu(obstacle + ": running on CPU", true),
                        BackendChoice.of(BackendRequest.AUTO, cudaBuild, probe));
                assertEquals(
                        new BackendChoice.Refused(obstacle), BackendChoice.of(BackendRequest.CUDA, cudaBuild, probe));
            });
        }
    }

    @Test
    void aUsableGpuIsUsedWhereTheBuildCan() {
        DeviceProbe probe = gpus(gpu(0, 8, 9));
        for (BackendRequest request : List.of(BackendRequest.AUTO, BackendRequest.CUDA)) {
            BackendChoice choice = BackendChoice.of(request, true, probe);
            assertEquals(new BackendChoice.Cuda(gpu(0, 8, 9)), choice);
            assertEquals("GPU: GPU 0, compute capability 8.9", choice.reason());
        }
        String obstacle = "GPU: GPU 0, compute capability 8.9, not used by this build, which was made without CUDA";
        assertEquals(
                new BackendChoice.Cpu(obstacle + ": running on CPU", true),
                BackendChoice.of(BackendRequest.AUTO, false, probe));
        assertEquals(new BackendChoice.Refused(obstacle), BackendChoice.of(BackendRequest.CUDA, false, probe));
    }

    @Test
    void theFirstUsableGpuIsTaken() {
        DeviceProbe probe = gpus(gpu(0, 9, 0), gpu(1, 8, 6), gpu(2, 7, 5));
        assertEquals(new BackendChoice.Cuda(gpu(1, 8, 6)), BackendChoice.of(BackendRequest.AUTO, true, probe));
    }

    @Test
    void theCpuAskedForComputesWhateverThereIs() {
        for (DeviceProbe probe : List.of(new DeviceProbe.NoDriver(), gpus(gpu(0, 8, 6)), gpus(gpu(0, 9, 0)))) {
            for (boolean cudaBuild : new boolean[] {false, true}) {
                BackendChoice.Cpu cpu = assertInstanceOf(
                        BackendChoice.Cpu.class, BackendChoice.of(BackendRequest.CPU, cudaBuild, probe));
                assertFalse(cpu.passesOverGpu());
            }
        }
    }

    @Test
    void codeIsThereFromKeplerToAda() {
        int[] supported = {37, 50, 52, 60, 61, 70, 75, 80, 86, 89};
        int[] not = {20, 30, 35, 90, 100, 120};
        assertTrue(IntStream.of(supported).allMatch(c -> gpu(0, c / 10, c % 10).isSupported()));
        assertTrue(IntStream.of(not).noneMatch(c -> gpu(0, c / 10, c % 10).isSupported()));
    }
}
