package org.orbifold.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Serial;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks the CUDA driver for its devices, without the array library: that library would choose a GPU that it cannot run
 * on, and fail at its first computation. Functions and codes are those of {@code cuda.h}, the CUDA driver API.
 */
final class CudaDriver {
    private static final int NAME_BYTES = 256;
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;
    private static final int COMPUTE_CAPABILITY_MINOR = 76;

    /** Seconds after which a driver counts as stuck. Some take one or two to wake their devices. */
    private static final int PATIENCE = 5;

    /** A call that did not come about, and what that makes of the probe. */
    private static final class Refusal extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient DeviceProbe outcome;

        Refusal(DeviceProbe outcome) {
            super(outcome.toString());
            this.outcome = outcome;
        }
    }

    private final SymbolLookup library;
    private final Arena arena;

    private CudaDriver(SymbolLookup library, Arena arena) {
        this.library = library;
        this.arena = arena;
    }

    /** Asks this machine's driver, on a thread of its own. Always completes with an outcome, soon. */
    static CompletableFuture<DeviceProbe> probe() {
        CompletableFuture<DeviceProbe> outcome = new CompletableFuture<>();
        Thread.ofPlatform().name("cuda-driver").daemon().start(() -> {
            try {
                outcome.complete(library().map(CudaDriver::probe).orElseGet(DeviceProbe.NoDriver::new));
            } finally {
                outcome.complete(new DeviceProbe.NoAnswer());
            }
        });
        return outcome.completeOnTimeout(new DeviceProbe.NoAnswer(), PATIENCE, TimeUnit.SECONDS);
    }

    /** The driver's library. It is never unloaded, for it keeps threads. */
    @SuppressWarnings("restricted") // the functions asked for below are called as cuda.h declares them
    private static Optional<SymbolLookup> library() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
        try {
            return Optional.of(SymbolLookup.libraryLookup(windows ? "nvcuda.dll" : "libcuda.so.1", Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Asks the driver that has those functions. */
    static DeviceProbe probe(SymbolLookup library) {
        try (Arena arena = Arena.ofConfined()) {
            return new CudaDriver(library, arena).found();
        } catch (Refusal refusal) {
            return refusal.outcome;
        }
    }

    private DeviceProbe found() throws Refusal {
        call("cuInit", 0);
        int version = number("cuDriverGetVersion");
        int count = number("cuDeviceGetCount");
        List<CudaDevice> devices = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            int handle = number("cuDeviceGet", index);
            MemorySegment memory = arena.allocate(JAVA_LONG);
            call("cuDeviceTotalMem_v2", memory, handle);
            devices.add(new CudaDevice(
                    index,
                    name(handle),
                    number("cuDeviceGetAttribute", COMPUTE_CAPABILITY_MAJOR, handle),
                    number("cuDeviceGetAttribute", COMPUTE_CAPABILITY_MINOR, handle),
                    memory.get(JAVA_LONG, 0)));
        }
        return new DeviceProbe.Found(version, devices);
    }

    private String name(int handle) throws Refusal {
        MemorySegment text = arena.allocate(NAME_BYTES);
        call("cuDeviceGetName", text, NAME_BYTES, handle);
        byte[] bytes = text.toArray(JAVA_BYTE);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        StringBuilder name = new StringBuilder();
        new String(bytes, 0, length, StandardCharsets.UTF_8)
                .codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(name::appendCodePoint);
        return name.toString().strip();
    }

    /** What a function writes where its first argument points. */
    private int number(String function, Object... arguments) throws Refusal {
        MemorySegment result = arena.allocate(JAVA_INT);
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addFirst(result);
        call(function, all.toArray());
        return result.get(JAVA_INT, 0);
    }

    /** Calls a function of pointers and ints. */
    @SuppressWarnings("restricted") // as cuda.h declares them
    private void call(String function, Object... arguments) throws Refusal {
        MemorySegment address =
                library.find(function).orElseThrow(() -> new Refusal(new DeviceProbe.NoFunction(function)));
        MemoryLayout[] types = new MemoryLayout[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = arguments[i] instanceof MemorySegment ? ADDRESS : JAVA_INT;
        }
        MethodHandle handle = Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(JAVA_INT, types));
        int status;
        try {
            status = (int) handle.invokeWithArguments(arguments);
        } catch (Throwable e) { // the call itself throws nothing; the signature of a method handle does
            throw new IllegalStateException(function, e);
        }
        if (status != 0) {
            throw new Refusal(new DeviceProbe.Failed(function, status));
        }
    }
}
