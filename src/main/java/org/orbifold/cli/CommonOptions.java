package org.orbifold.cli;

import java.util.Optional;
import org.orbifold.job.Fault;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.BackendChoice;
import org.orbifold.tensor.BackendRequest;
import picocli.CommandLine.Option;

/** What every command takes. */
class CommonOptions {
    @Option(names = "--json", description = "Print exactly one JSON object on standard output.")
    private boolean json;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed = 0;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute (default: one a core).")
    private Optional<Integer> threads = Optional.empty();

    @Option(
            names = "--backend",
            description = "auto, cpu or cuda (default: ${DEFAULT-VALUE}): what computes; auto is a GPU where one can be"
                    + " used, else the CPU.")
    private BackendRequest backend = BackendRequest.AUTO;

    long seed() {
        return seed;
    }

    boolean isJson() {
        return json;
    }

    BackendRequest backend() {
        return backend;
    }

    /**
     * Takes effect on the engine, and gives the report that the command fills.
     *
     * @throws Fault if what was asked for cannot be had
     */
    Report report() {
        threads.ifPresent(n -> {
            if (n < 1 || n > 1024) {
                throw new Fault("--threads " + n + ": at least 1, at most 1024");
            }
            Backend.configure(n);
        });
        if (backend == BackendRequest.CUDA) {
            Backend.configure(backend);
            requireCuda();
        }
        return new Report(json);
    }

    /** Tells why, where a GPU was asked for and none can be used. */
    static void requireCuda() {
        if (Backend.choice() instanceof BackendChoice.Refused(String reason)) {
            throw new Fault("--backend cuda: " + reason);
        }
    }
}
