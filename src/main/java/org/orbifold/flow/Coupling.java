package org.orbifold.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.orbifold.align.LinearAssignment;
import org.orbifold.align.Matching;
import org.orbifold.align.Pins;
import org.orbifold.align.WeightMatching;
import org.orbifold.job.Progress;
import org.orbifold.manifold.Coordinates;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.Permutation;

/** How the points of a batch are paired: which target each source moves towards. */
public enum Coupling {
    /** As they were drawn. */
    INDEPENDENT("independent"),
    /** Minibatch optimal transport (Tong et al. 2023): the assignment with the least sum of squared distances. */
    OPTIMAL_TRANSPORT("ot"),
    /**
     * Equivariant optimal transport (Klein et al. 2023; Song et al. 2023): the neurons of each target are permuted to lie
     * nearest its source, layer by layer. The source stays exactly p_0, and every path gets shorter.
     */
    EQUIVARIANT_OPTIMAL_TRANSPORT("equivariant-ot");

    private final String id;

    Coupling(String id) {
        this.id = id;
    }

    /** The name on the command line and in files. */
    public String id() {
        return id;
    }

    /**
     * The targets in the order of their sources. Sources take over the signs of weights that are alone in coming into a
     * neuron: no geodesic leads from one sign to the other.
     *
     * @param numbers of the targets, permuted along with them
     */
    List<float[]> pair(FlowSpace space, List<float[]> sources, List<float[]> targets, int[] numbers) {
        List<float[]> paired = ordered(space, sources, targets, numbers);
        for (int i = 0; i < sources.size(); i++) {
            space.putOnComponent(sources.get(i), paired.get(i));
        }
        return paired;
    }

    private List<float[]> ordered(FlowSpace space, List<float[]> sources, List<float[]> targets, int[] numbers) {
        return switch (this) {
            case INDEPENDENT -> targets;
            case OPTIMAL_TRANSPORT -> assign(space, sources, targets, numbers);
            case EQUIVARIANT_OPTIMAL_TRANSPORT ->
                IntStream.range(0, targets.size())
                        .parallel()
                        .mapToObj(i -> turned(space, sources.get(i), targets.get(i)))
                        .toList();
        };
    }

    private static List<float[]> assign(FlowSpace space, List<float[]> sources, List<float[]> targets, int[] numbers) {
        int n = sources.size();
        double[][] costs = new double[n][n];
        IntStream.range(0, n).parallel().forEach(i -> {
            for (int j = 0; j < n; j++) {
                double distance = space.paths().distance(Coordinates.FLOAT, sources.get(i), 0, targets.get(j), 0);
                costs[i][j] = distance * distance;
            }
        });
        Permutation columns = LinearAssignment.minimize(costs);
        int[] before = numbers.clone();
        List<float[]> paired = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            paired.add(targets.get(columns.get(i)));
            numbers[i] = before[columns.get(i)];
        }
        return paired;
    }

    /** The target with its hidden neurons permuted to lie nearest the source. */
    private static float[] turned(FlowSpace space, float[] source, float[] target) {
        Weights to = space.asWeights(target);
        Weights moved = new WeightMatching(1)
                .match(space.asWeights(source), to, Pins.NONE, 0, Matching.Trace.NONE, Progress.NONE)
                .element()
                .actOn(to);
        return space.flatten(moved, target.clone());
    }
}
