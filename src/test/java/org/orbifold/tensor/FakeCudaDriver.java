package org.orbifold.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A driver library of functions that native code can call and that Java answers. */
@SuppressWarnings("restricted") // what the caller's arguments point to is as large as the functions say
final class FakeCudaDriver implements SymbolLookup {
    /** What {@code cuDeviceGet} adds to an index: a device's handle is another number. */
    private static final int FIRST_HANDLE = 40;

    /** A device with a name of bytes, each a character. */
    private record Gpu(String name, int major, int minor, long memory) {}

    private final Arena arena;
    private final Map<String, MemorySegment> functions = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final List<Gpu> gpus = new ArrayList<>();

    FakeCudaDriver(Arena arena) {
        this.arena = arena;
        define("cuInit", JAVA_INT);
        define("cuDriverGetVersion", ADDRESS);
        define("cuDeviceGetCount", ADDRESS);
        define("cuDeviceGet", ADDRESS, JAVA_INT);
        define("cuDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT);
        define("cuDeviceGetAttribute", ADDRESS, JAVA_INT, JAVA_INT);
        define("cuDeviceTotalMem_v2", ADDRESS, JAVA_INT);
    }

    FakeCudaDriver with(String name, int major, int minor, long memory) {
        return with((name + "\0garbage").getBytes(StandardCharsets.UTF_8), major, minor, memory);
    }

    /** A device whose name fills the buffer with those bytes, cut at its end. */
    FakeCudaDriver with(byte[] name, int major, int minor, long memory) {
        gpus.add(new Gpu(new String(name, StandardCharsets.ISO_8859_1), major, minor, memory));
        return this;
    }

    FakeCudaDriver without(String function) {
        functions.remove(function);
        return this;
    }

    FakeCudaDriver failing(String function, int status) {
        failures.put(function, status);
        return this;
    }

    @Override
    public Optional<MemorySegment> find(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    private void define(String name, MemoryLayout... arguments) {
        FunctionDescriptor descriptor = FunctionDescriptor.of(JAVA_INT, arguments);
        try {
            MethodHandle answer = MethodHandles.lookup()
                    .bind(this, "answer", MethodType.methodType(int.class, String.class, Object[].class));
            MethodHandle typed = MethodHandles.insertArguments(answer, 0, name)
                    .asCollector(Object[].class, arguments.length)
                    .asType(descriptor.toMethodType());
            functions.put(name, Linker.nativeLinker().upcallStub(typed, descriptor, arena));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }

    int answer(String function, Object... arguments) {
        if (failures.containsKey(function)) {
            return failures.get(function);
        }
        switch (function) {
            case "cuInit" -> {}
            case "cuDriverGetVersion" -> put(arguments[0], 12_020);
            case "cuDeviceGetCount" -> put(arguments[0], gpus.size());
            case "cuDeviceGet" -> put(arguments[0], FIRST_HANDLE + (int) arguments[1]);
            case "cuDeviceGetName" -> {
                int length = (int) arguments[1];
                MemorySegment.copy(
                        Arrays.copyOf(gpu(arguments[2]).name.getBytes(StandardCharsets.ISO_8859_1), length),
                        0,
                        ((MemorySegment) arguments[0]).reinterpret(length),
                        JAVA_BYTE,
                        0,
                        length);
            }
            case "cuDeviceGetAttribute" ->
                put(
                        arguments[0],
                        switch ((int) arguments[1]) {
                            case 75 -> gpu(arguments[2]).major;
                            case 76 -> gpu(arguments[2]).minor;
                            default -> -1;
                        });
            case "cuDeviceTotalMem_v2" ->
                ((MemorySegment) arguments[0]).reinterpret(Long.BYTES).set(JAVA_LONG, 0, gpu(arguments[1]).memory);
            default -> throw new AssertionError(function);
        }
        return 0;
    }

    private Gpu gpu(Object handle) {
        return gpus.get((int) handle - FIRST_HANDLE);
    }

    private static void put(Object address, int value) {
        ((MemorySegment) address).reinterpret(Integer.BYTES).set(JAVA_INT, 0, value);
    }
}
