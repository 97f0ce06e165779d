package org.orbifold.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for the one order in which layers chain, where their names do not tell it. */
final class ChainSearch {
    private static final int MOST_LAYERS = 64;
    private static final int MOST_STEPS = 100_000;

    private final List<LinearTensors> layers;
    private final boolean[] used;
    private final List<LinearTensors> chain = new ArrayList<>();
    private final List<List<LinearTensors>> found = new ArrayList<>();
    private int steps;

    ChainSearch(List<LinearTensors> layers) {
        this.layers = layers;
        this.used = new boolean[layers.size()];
    }

    /** The order, if there is exactly one and it is found in reasonable time. */
    Optional<List<LinearTensors>> only() {
        if (layers.size() <= MOST_LAYERS) {
            extend();
        }
        return found.size() == 1 && steps < MOST_STEPS ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private void extend() {
        if (chain.size() == layers.size()) {
            found.add(List.copyOf(chain));
            return;
        }
        for (int l = 0; l < used.length && found.size() < 2 && steps < MOST_STEPS; l++) {
            LinearTensors next = layers.get(l);
            if (!used[l] && (chain.isEmpty() || chain.getLast().out() == next.in())) {
                steps++;
                used[l] = true;
                chain.addLast(next);
                extend();
                chain.removeLast();
                used[l] = false;
            }
        }
    }
}
