package org.orbifold.study;

import java.util.Optional;
import org.orbifold.flow.Coupling;
import org.orbifold.flow.Geometry;

/**
 * A flow of a study.
 *
 * @param aligned whether it learns from aligned networks
 * @param asked whether it learns to be asked for a loss
 * @param width of its graph network, where it is another than the study's
 */
record FlowChoice(Geometry geometry, Coupling coupling, boolean aligned, boolean asked, Optional<Integer> width) {
    /** Independently coupled, of networks as they are. */
    static FlowChoice plain(Geometry geometry) {
        return new FlowChoice(geometry, Coupling.INDEPENDENT, false, false, Optional.empty());
    }

    /** The same flow that learns to be asked. */
    FlowChoice thatIsAsked() {
        return new FlowChoice(geometry, coupling, aligned, true, width);
    }

    /** The same flow of another width. */
    FlowChoice ofWidth(int other) {
        return new FlowChoice(geometry, coupling, aligned, asked, Optional.of(other));
    }

    /** Whether nothing distinguishes it but its geometry. */
    boolean isPlain() {
        return equals(plain(geometry));
    }

    /** What it is called in files. */
    String id() {
        return words().replace(" flow", "").replace(", ", "-").replace(' ', '-');
    }

    /** What it is called in tables. */
    String words() {
        return geometry.id() + " flow" + (aligned ? ", aligned" : "")
                + (coupling == Coupling.INDEPENDENT ? "" : ", " + coupling.id())
                + (asked ? ", told losses" : "")
                + width.map(w -> ", width " + w).orElse("");
    }
}
