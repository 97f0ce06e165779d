package org.orbifold.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaletteSearchTest {
    private static final List<String> NAMES =
            List.of("Save A as", "Align B to A, modulo scalings", "Align B to A", "Swap the neuron with the next");

    private static List<String> found(String typed) {
        return NAMES.stream()
                .filter(name -> PaletteSearch.rank(name, "Edit", typed).isPresent())
                .sorted(Comparator.comparingInt(
                        name -> PaletteSearch.rank(name, "Edit", typed).getAsInt()))
                .toList();
    }

    @Test
    void nothingTypedFindsAllInTheirOrder() {
        assertEquals(NAMES, found(""));
    }

    @Test
    void wordsAreFoundInAnyOrderAndCase() {
        assertEquals(List.of("Align B to A, modulo scalings"), found("SCAL ali"));
        assertEquals(List.of("Swap the neuron with the next"), found("neuron edit"));
    }

    @Test
    void lettersInOrderAreFoundAfterWords() {
        assertEquals(List.of("Swap the neuron with the next"), found("swnext"));
        assertEquals("Save A as", found("sa").getFirst());
        assertEquals(List.of(), found("zx"));
    }

    @Test
    void beginningsComeFirst() {
        assertEquals("Align B to A, modulo scalings", found("align").getFirst());
        assertEquals("Save A as", found("a").get(2));
    }
}
