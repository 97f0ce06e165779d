package org.orbifold.cli;

import java.util.Optional;
import org.orbifold.job.Fault;
import org.orbifold.tensor.Backend;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
    private enum Device {
        AUTO,
        CPU,
        CUDA
    }

    @Option(names = "--json", description = "Print exactly one JSON object on standard output.")
    private boolean json;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed = 0;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute (default: one a core).")
    private Optional<Integer> threads = Optional.empty();

    @Option(names = "--backend", description = "auto, cpu or cuda (default: ${DEFAULT-VALUE}).")
    private Device backend = Device.AUTO;

    long seed() {
        return seed;
    }

    /** Takes effect on the engine, and gives the report that the command fills. */
    Report report() {
        if (backend == Device.CUDA) {
            throw new Fault("--backend cuda: this build computes on the CPU only");
        }
        threads.ifPresent(n -> {
            if (n < 1 || n > 1024) {
                throw new Fault("--threads " + n + ": at least 1, at most 1024");
            }
            Backend.configure(n);
        });
        return new Report(json);
    }
}
