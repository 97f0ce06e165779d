package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    @Test
    void countsAsPeopleDo() {
        List<String> sorted = List.of(
                "",
                "0.",
                "2.",
                "10.",
                "fc",
                "fc1",
                "fc2",
                "fc02x",
                "fc10",
                "fc99999999999999999999",
                "fc100000000000000000000",
                "layers.2.linear1",
                "layers.10.linear0");
        assertEquals(
                sorted,
                sorted.reversed().stream().sorted(NaturalOrder.COMPARATOR).toList());
    }

    @Property(tries = 2000)
    void isATotalOrder(
            @ForAll @Size(3)
                    List<@StringLength(max = 5) @CharRange(from = '0', to = '2') @Chars({'a', '.', '\u0663'}) String>
                            names) {
        String a = names.get(0);
        String b = names.get(1);
        String c = names.get(2);
        assertEquals(compare(a, b), -compare(b, a));
        assertEquals(a.equals(b), compare(a, b) == 0);
        assertTrue(compare(a, b) > 0 || compare(b, c) > 0 || compare(a, c) <= 0);
    }

    private static int compare(String a, String b) {
        return Integer.signum(NaturalOrder.COMPARATOR.compare(a, b));
    }
}
