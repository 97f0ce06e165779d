package org.orbifold.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orbifold.job.Fault;

class RowRangeTest {
    @Property
    void whatIsWrittenIsRead(@ForAll @IntRange(max = 1_000_000) int from, @ForAll @IntRange(min = 1) int count) {
        RowRange range = new RowRange(from, (int) Math.min(Integer.MAX_VALUE, (long) from + count));
        assertEquals(range, RowRange.parse(range.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "3", "3:", ":3", "3:3", "4:3", "-1:3", "1:2:3", "0x1:5", "1-5", "0:99999999999"})
    void whatIsNoRangeIsRefused(String text) {
        Fault fault = assertThrows(Fault.class, () -> RowRange.parse(text));
        assertTrue(fault.getMessage().startsWith(text + ":"), fault.getMessage());
    }

    @Test
    void aRangeReachesNoFurtherThanTheRows() {
        RowRange range = RowRange.parse("2:5");
        assertEquals(3, range.count());
        assertEquals(range, range.within(5, "d"));
        Fault fault = assertThrows(Fault.class, () -> range.within(4, "d.csv"));
        assertEquals("d.csv: rows 2:5 asked for, but there are only 4 rows", fault.getMessage());
    }
}
