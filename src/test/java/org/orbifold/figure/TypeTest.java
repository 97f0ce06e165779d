package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeTest {
    @ParameterizedTest
    @CsvSource({
        "0.2, 0 s",
        "59.4, 59 s",
        "59.6, 1 min 00 s",
        "3599.4, 59 min 59 s",
        "3600, 1 h 00 min",
        "7859, 2 h 10 min"
    })
    void timesAreToldInWords(double seconds, String words) {
        assertEquals(words, Type.duration(seconds));
    }
}
