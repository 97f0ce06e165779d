package org.orbifold.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import org.orbifold.net.Weights;

/**
 * The edges that are drawn of a large network: all between a few units, else the strongest, of the selected unit if there
 * is one.
 *
 * @param drawn weakest first
 * @param all how many the network has
 * @param selection whose edges they are, if it is only one unit's
 * @param strongest for every panel, the largest magnitude of an edge into it that is drawn
 */
@SuppressWarnings("ArrayRecordComponent") // one number a panel; never compared
record StrongEdges(List<Edge> drawn, long all, Optional<Neuron> selection, double[] strongest) {
    /** Edges that are drawn, at most, of layers whose edges are not all drawn. */
    static final int MOST = 64;

    /** An edge between units of two panels. */
    record Edge(SheetsLayout.Place from, SheetsLayout.Place to, double weight) {}

    static StrongEdges of(SheetImages images, SheetsLayout layout, Optional<Neuron> selection) {
        Weights weights = images.weights();
        List<Edge> drawn = new ArrayList<>();
        int thinned = 0;
        for (int k = 0; k < layout.panels().size(); k++) {
            thinned += sourceOf(layout, k) >= 0 && touches(layout, k, selection) ? 1 : 0;
        }
        for (int k = 0; k < layout.panels().size(); k++) {
            int source = sourceOf(layout, k);
            boolean few = layout.panels().get(k).layer().form() == UnitLayer.Form.DISCS;
            if (source >= 0 && (few || touches(layout, k, selection))) {
                int most = few ? Integer.MAX_VALUE : MOST / Math.max(1, thinned);
                drawn.addAll(strongest(weights, layout, source, k, selection, most));
            }
        }
        drawn.sort(Comparator.comparingDouble(edge -> Math.abs(edge.weight)));
        double[] strongest = new double[layout.panels().size()];
        for (Edge edge : drawn) {
            strongest[edge.to.panel()] = Math.max(1e-9, Math.abs(edge.weight));
        }
        long all = 0;
        for (UnitLayer layer : images.layers()) {
            all += (long) layer.units() * weights.architecture().in(layer.layer());
        }
        return new StrongEdges(drawn, all, selection, strongest);
    }

    /** The panel that edges into a panel come from: the last before it of that group. */
    private static int sourceOf(SheetsLayout layout, int k) {
        int source = layout.panels().get(k).layer().source();
        for (int before = k - 1; source >= 0 && before >= 0; before--) {
            if (layout.panels().get(before).layer().group() == source) {
                return before;
            }
        }
        return -1;
    }

    private static boolean touches(SheetsLayout layout, int k, Optional<Neuron> selection) {
        UnitLayer layer = layout.panels().get(k).layer();
        return selection.isEmpty()
                || selection.get().column() - 1 == layer.group()
                || selection.get().column() - 1 == layer.source();
    }

    private static List<Edge> strongest(
            Weights weights, SheetsLayout layout, int source, int k, Optional<Neuron> selection, int most) {
        SheetsLayout.Panel to = layout.panels().get(k);
        SheetsLayout.Panel from = layout.panels().get(source);
        PriorityQueue<Edge> kept = new PriorityQueue<>(Comparator.comparingDouble(edge -> Math.abs(edge.weight)));
        for (int o = 0; o < to.shown(); o++) {
            boolean whole = isSelected(to.layer(), o, selection) || selection.isEmpty();
            for (int i = 0; i < Math.min(from.shown(), to.layer().sources(weights)); i++) {
                if (!whole && !isSelected(from.layer(), i, selection)) {
                    continue;
                }
                double weight = to.layer().edge(weights, o, i);
                if (kept.size() < most || Math.abs(weight) > Math.abs(kept.peek().weight)) {
                    kept.add(new Edge(new SheetsLayout.Place(source, i), new SheetsLayout.Place(k, o), weight));
                    if (kept.size() > most) {
                        kept.remove();
                    }
                }
            }
        }
        return List.copyOf(kept);
    }

    private static boolean isSelected(UnitLayer layer, int unit, Optional<Neuron> selection) {
        return selection.isPresent()
                && layer.group() >= 0
                && selection.get().equals(new Neuron(layer.group() + 1, unit));
    }

    /** The largest magnitude of an edge into a panel. */
    double strongest(int panel) {
        return strongest[panel];
    }

    /** What is drawn as lines, of how many. */
    String note() {
        String whose = selection
                .map(neuron -> ", the strongest of hidden " + (neuron.column() - 1) + ", unit " + neuron.index())
                .orElse("");
        return String.format(Locale.ROOT, "showing %,d of %,d edges as lines", drawn.size(), all) + whose
                + "; every weight is in a tile or matrix, biases are not drawn";
    }
}
