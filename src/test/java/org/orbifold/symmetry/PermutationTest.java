package org.orbifold.symmetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PermutationTest {
    @Test
    void wholeCyclesMoveAsLongAsTheirSwapsAreFew() {
        Permutation p = Permutation.of(1, 2, 0, 4, 3, 5);
        assertEquals(List.of(0, 1, 2, 3, 4), p.firstMoved(3));
        assertEquals(List.of(0, 1, 2), p.firstMoved(2));
        assertEquals(List.of(3, 4), p.firstMoved(1));
        assertEquals(List.of(), Permutation.identity(4).firstMoved(9));
        List<Integer> some = Permutation.random(512, new SplittableRandom(1)).firstMoved(20);
        assertTrue(some.size() <= 40);
    }
}
