package org.orbifold.tensor;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The array library and the device it computes on. Loaded by the first call of {@link #get}, which takes about a second
 * (more the first time on a machine, when native code is unpacked); what was chosen with {@link #configure} before holds
 * for the life of the process.
 */
public final class Backend {
    /** The array library's: its jars do not tell. */
    private static final String VERSION = "1.0.0-M2.1";

    private static int requestedThreads = Runtime.getRuntime().availableProcessors();

    /** Kept, so that the levels set on them stay. */
    private static final List<Logger> LOGGERS = List.of(Logger.getLogger("org.nd4j"), Logger.getLogger("org.bytedeco"));

    private static final class Loaded {
        static final Backend BACKEND = new Backend(requestedThreads);
    }

    private final Parallel parallel;
    private final Kernels portable = new PortableKernels();
    private final Kernels serial = new CpuKernels(Parallel.SERIAL, portable);
    private final Kernels kernels;

    private Backend(int threads) {
        LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
        Nd4j.getBackend();
        openblas.blas_set_num_threads(1);
        parallel = new Parallel(threads);
        kernels = new CpuKernels(parallel, portable);
    }

    /**
     * Sets the number of threads, before anything computes.
     *
     * @param threads at least 1
     */
    public static void configure(int threads) {
        requestedThreads = threads;
    }

    /** The backend, loaded if it was not. */
    public static Backend get() {
        return Loaded.BACKEND;
    }

    /** The device and the library, for a person. */
    public String description() {
        return "CPU, ND4J " + VERSION + ", " + parallel.threads() + " threads";
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

    /** As {@link Kernels#multiply}. */
    public void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c) {
        kernels.multiply(a, transposeA, b, transposeB, beta, c);
    }
}
