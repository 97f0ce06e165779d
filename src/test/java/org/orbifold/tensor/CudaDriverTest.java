package org.orbifold.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is made of the driver's answers, through native calls to a driver that is none. */
class CudaDriverTest {
    private static final long GIB = 1L << 30;

    private final Arena arena = Arena.ofConfined();
    private final FakeCudaDriver driver = new FakeCudaDriver(arena);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void tellsDevicesInOrder() {
        driver.with("NVIDIA GeForce RTX 3090", 8, 6, 24 * GIB).with("Tesla K20", 3, 5, 5 * GIB);
        assertEquals(
                new DeviceProbe.Found(
                        12_020,
                        List.of(
                                new CudaDevice(0, "NVIDIA GeForce RTX 3090", 8, 6, 24 * GIB),
                                new CudaDevice(1, "Tesla K20", 3, 5, 5 * GIB))),
                CudaDriver.probe(driver));
    }

    @Test
    void tellsThatThereAreNone() {
        assertEquals(new DeviceProbe.Found(12_020, List.of()), CudaDriver.probe(driver));
    }

    @Test
    void tellsWhichCallFailed() {
        driver.with("GPU", 8, 6, GIB);
        for (String function : List.of(
                "cuInit",
                "cuDriverGetVersion",
                "cuDeviceGetCount",
                "cuDeviceGet",
                "cuDeviceGetName",
                "cuDeviceGetAttribute",
                "cuDeviceTotalMem_v2")) {
            FakeCudaDriver failing =
                    new FakeCudaDriver(arena).with("GPU", 8, 6, GIB).failing(function, 100);
            assertEquals(new DeviceProbe.Failed(function, 100), CudaDriver.probe(failing));
            FakeCudaDriver lacking =
                    new FakeCudaDriver(arena).with("GPU", 8, 6, GIB).without(function);
            assertEquals(new DeviceProbe.NoFunction(function), CudaDriver.probe(lacking));
        }
    }

    @Test
    void namesEndWhereTheBufferDoes() {
        byte[] full = new byte[300];
        Arrays.fill(full, (byte) 'x');
        assertEquals("x".repeat(256), name(full));
    }

    @Test
    void namesAreOneLineOfText() {
        assertEquals("A B", name(" A\nB\t\0C".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("a\uFFFDb", name(new byte[] {'a', (byte) 0xFF, 'b', 0}));
        assertEquals("", name(new byte[256]));
    }

    private String name(byte[] bytes) {
        DeviceProbe probe = CudaDriver.probe(new FakeCudaDriver(arena).with(bytes, 8, 6, GIB));
        return probe instanceof DeviceProbe.Found(var _, var devices)
                ? devices.getFirst().name()
                : fail(probe.toString());
    }

    /** Whatever this machine has. */
    @Test
    void thisMachineIsToldOfInTime() throws Exception {
        DeviceProbe probe = CudaDriver.probe().get(20, TimeUnit.SECONDS);
        if (probe instanceof DeviceProbe.Found(int version, var devices)) {
            assertTrue(version >= 1000, probe.toString());
            devices.forEach(device -> assertTrue(device.major() > 0 && device.memory() > 0, device.toString()));
        }
    }
}
