package org.orbifold.cli;

import java.util.Optional;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.BackendChoice;
import org.orbifold.tensor.BackendRequest;
import org.orbifold.tensor.CudaDevice;

/** What commands take that compute with the engine: their reports tell what computed, and why that did. */
final class ComputeOptions extends CommonOptions {
    /** The GPU that this command is to compute on, where this build can. */
    Optional<CudaDevice> device() {
        if (!Backend.isCudaBuild()) {
            return Optional.empty();
        }
        Backend.configure(backend());
        return Backend.choice() instanceof BackendChoice.Cuda(CudaDevice device)
                ? Optional.of(device)
                : Optional.empty();
    }

    @Override
    Report report() {
        super.report();
        if (backend() == BackendRequest.CUDA) {
            Backend.get();
            requireCuda();
        } else {
            Backend.configure(backend());
        }
        return new Report(isJson(), this::putBackend);
    }

    private void putBackend(Report report) {
        BackendChoice choice = Backend.choice();
        if (isJson()) {
            report.put("backend", choice instanceof BackendChoice.Cuda ? "cuda" : "cpu")
                    .put("backendReason", choice.reason());
        }
        if (choice instanceof BackendChoice.Cpu(String reason, boolean passesOverGpu) && passesOverGpu) {
            System.err.println(reason);
        }
    }
}
