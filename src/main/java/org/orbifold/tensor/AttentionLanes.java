package org.orbifold.tensor;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Vectors over heads: eight at a time, or four where the processor's vectors are that short. */
final class AttentionLanes {
    static final VectorSpecies<Float> SPECIES =
            FloatVector.SPECIES_PREFERRED.length() >= Tape.HEADS ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;
    static final int COUNT = SPECIES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private AttentionLanes() {}

    static FloatVector load(MemorySegment memory, long at) {
        return FloatVector.fromMemorySegment(SPECIES, memory, at * Float.BYTES, ORDER);
    }

    static void store(FloatVector value, MemorySegment memory, long at) {
        value.intoMemorySegment(memory, at * Float.BYTES, ORDER);
    }
}
