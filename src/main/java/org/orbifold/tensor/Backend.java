package org.orbifold.tensor;

import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The array library and the device it computes on. Loaded by the first call of {@link #get}, which takes about a second
 * (more the first time on a machine, when native code is unpacked); what was configured before holds for the life of the
 * process.
 */
public final class Backend {
    /** The array library's: its jars do not tell. */
    static final String VERSION = "1.0.0-M2.1";

    private static int requestedThreads = Runtime.getRuntime().availableProcessors();
    private static BackendRequest requested = BackendRequest.AUTO;
    private static Optional<CompletableFuture<BackendChoice>> choice = Optional.empty();

    /** Kept, so that the levels set on them stay. */
    private static final List<Logger> LOGGERS = List.of(Logger.getLogger("org.nd4j"), Logger.getLogger("org.bytedeco"));

    private static final class Loaded {
        static final Backend BACKEND = new Backend(requestedThreads);
    }

    private static final class Workers {
        static final Parallel PARALLEL = new Parallel(requestedThreads);
    }

    private final Parallel parallel;
    private final boolean host;
    private final Kernels portable = new PortableKernels();
    private final Kernels serial;
    private final Kernels kernels;

    private Backend(int threads) {
        LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
        host = !isCudaBuild() || !loadCuda();
        Nd4j.getBackend();
        if (host) {
            openblas.blas_set_num_threads(1);
            parallel = new Parallel(threads);
            serial = new CpuKernels(Parallel.SERIAL, portable);
            kernels = new CpuKernels(parallel, portable);
        } else {
            parallel = Parallel.SERIAL;
            serial = portable;
            kernels = portable;
        }
    }

    /** Loads the CUDA part of the array library if it was chosen; where it does not load, the CPU computes after all. */
    private static boolean loadCuda() {
        BackendChoice chosen = choice();
        if (chosen instanceof BackendChoice.Cuda(CudaDevice device)) {
            try {
                SoleBackend.loadCuda();
                SoleBackend.show(SoleBackend.CUDA);
                return true;
            } catch (LinkageError | ServiceConfigurationError | RuntimeException e) {
                LOGGERS.getFirst().log(Level.WARNING, "no CUDA", e);
                fallBack("GPU: " + device + ", but the CUDA libraries of ND4J do not load (" + e + ")");
            }
        }
        SoleBackend.show(SoleBackend.CPU);
        return false;
    }

    private static synchronized void fallBack(String obstacle) {
        choice = Optional.of(CompletableFuture.completedFuture(BackendChoice.without(requested, obstacle, true)));
    }

    /**
     * Sets the number of threads, before anything computes.
     *
     * @param threads at least 1
     */
    public static void configure(int threads) {
        requestedThreads = threads;
    }

    /** Sets what is to compute, before anything does, and begins to look for a device, without waiting for it. */
    public static synchronized void configure(BackendRequest request) {
        requested = request;
        choice = Optional.of(
                request == BackendRequest.CPU
                        ? CompletableFuture.completedFuture(BackendChoice.cpuAsAsked())
                        : CudaDriver.probe().thenApply(probe -> BackendChoice.of(request, isCudaBuild(), probe)));
    }

    /** Whether this build has the array library's CUDA part; only then does a device make a difference. */
    public static boolean isCudaBuild() {
        return SoleBackend.isCudaBuild();
    }

    /** What computes, and why. Waits until the devices are known; seconds at worst. */
    public static BackendChoice choice() {
        CompletableFuture<BackendChoice> decided;
        synchronized (Backend.class) {
            if (choice.isEmpty()) {
                configure(requested);
            }
            decided = choice.orElseThrow();
        }
        return decided.join();
    }

    /** The backend, loaded if it was not. */
    public static Backend get() {
        return Loaded.BACKEND;
    }

    /** The device and the library, for a person. */
    public String description() {
        return switch (choice()) {
            case BackendChoice.Cuda(CudaDevice device) when !host -> device.name() + ", ND4J " + VERSION;
            case BackendChoice.Cpu(var _, boolean passesOverGpu) when passesOverGpu -> cpu() + " (GPU not used)";
            default -> cpu();
        };
    }

    private String cpu() {
        return "CPU, ND4J " + VERSION + ", " + parallel.threads() + " threads";
    }

    /** Whether arrays lie in the host's memory, and nowhere else. */
    boolean isHost() {
        return host;
    }

    /**
     * As many threads as compute, but others: for work side by side, each piece of which may itself compute. Loads nothing.
     */
    public static Parallel workers() {
        return Workers.PARALLEL;
    }

    /** The threads that compute. */
    public Parallel parallel() {
        return parallel;
    }

    /** A tape whose primitives share the threads among them. */
    public Tape tape(Precision precision) {
        return new Tape(kernels, precision);
    }

    /** A tape whose primitives run on the thread that replays it, for programs that are replayed side by side. */
    public Tape serialTape(Precision precision) {
        return new Tape(serial, precision);
    }

    /** A tape in array-library operations only: what {@link #tape} is held to. */
    public Tape portableTape(Precision precision) {
        return new Tape(portable, precision);
    }

    /** A model recorded once a thread, for batches whose samples are worked on side by side. */
    public <P> DataParallel<P> dataParallel(ParameterBlock block, DataParallel.Recorder<P> recorder) {
        return new DataParallel<>(block, serial, kernels, parallel, recorder);
    }

    /** As {@link #dataParallel}, in array-library operations: what that is held to. */
    public <P> DataParallel<P> portableDataParallel(ParameterBlock block, DataParallel.Recorder<P> recorder) {
        return new DataParallel<>(block, portable, portable, Parallel.SERIAL, recorder);
    }

    /** As {@link Kernels#multiply}. */
    public void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c) {
        kernels.multiply(a, transposeA, b, transposeB, beta, c);
    }

    /**
     * {@code y = f((1 - t) ends[0] + t ends[1])}, on the calling thread: arrays on the line between two.
     *
     * @param ends {@code [2, ...]}
     * @param y {@code [...]}, of the same precision
     */
    public void interpolate(Tensor ends, double t, Pointwise f, Tensor y) {
        if (ends.size() != 2 * y.size()) {
            throw new IllegalArgumentException("need two of " + y + ", got " + ends);
        }
        if (host && y.precision() == Precision.FLOAT) {
            Interpolation.vector(ends, t, f, y);
        } else {
            Interpolation.portable(ends, t, f, y);
        }
    }
}
