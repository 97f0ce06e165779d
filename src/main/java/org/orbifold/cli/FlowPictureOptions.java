package org.orbifold.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.orbifold.figure.ParticlesFigure;
import org.orbifold.job.Fault;
import picocli.CommandLine.Option;

/** How a picture shows the networks that a flow makes. */
final class FlowPictureOptions {
    @Option(names = "--zoo", paramLabel = "ZOO", description = "Flow: the networks that it was trained on.")
    private Optional<String> zoo = Optional.empty();

    @Option(
            names = "--tau",
            paramLabel = "T",
            description = "Flow: the flow time at which its networks are seen, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double tau = 1;

    @Option(
            names = "--show",
            paramLabel = "WHAT",
            split = ",",
            description = "Flow: over its networks, velocities (of each, projected), density (of all).")
    private List<String> shown = List.of();

    Optional<String> zoo() {
        return zoo;
    }

    double tau() {
        if (!(tau >= 0 && tau <= 1)) {
            throw new Fault("--tau " + tau + ": 0 to 1");
        }
        return tau;
    }

    Set<ParticlesFigure.Overlay> overlays() {
        return shown.stream()
                .map(name -> Faults.named(
                        "--show",
                        name,
                        ParticlesFigure.Overlay.values(),
                        each -> each.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }
}
