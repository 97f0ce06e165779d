package org.orbifold.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jgrapht.GraphMapping;
import org.jgrapht.alg.isomorphism.VF2GraphIsomorphismInspector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;

/** The groups that are claimed, against all the automorphisms that JGraphT's search (VF2) finds on small graphs. */
class AutomorphismsTest {
    private static Weights network(String shape) {
        return new Initialization.Normal(1).draw(Architecture.parse(shape, Activation.RELU), new SplittableRandom(5));
    }

    /** All the maps from one graph to another, of one architecture, that keep classes of nodes, and weights if asked. */
    private static List<GraphMapping<Node, Edge>> maps(Weights from, Weights to, boolean weighted) {
        WeightGraph a = new WeightGraph(from);
        WeightGraph b = new WeightGraph(to);
        Comparator<Node> nodes = (x, y) -> {
            int classes = Integer.compare(a.nodeClass(x), b.nodeClass(y));
            return classes != 0 || !weighted ? classes : Float.compare(a.bias(x), b.bias(y));
        };
        Comparator<Edge> edges = (x, y) -> weighted ? Float.compare(a.weight(x), b.weight(y)) : 0;
        List<GraphMapping<Node, Edge>> found = new ArrayList<>();
        Iterator<GraphMapping<Node, Edge>> mappings =
                new VF2GraphIsomorphismInspector<>(new NeuralDag(a), new NeuralDag(b), nodes, edges).getMappings();
        mappings.forEachRemaining(found::add);
        return found;
    }

    /** The permutations of hidden layers that a map of nodes makes; checks that it moves nothing else. */
    private static GroupElement hiddenPermutation(Architecture architecture, GraphMapping<Node, Edge> map) {
        int last = architecture.widths().size() - 1;
        List<Permutation> permutations = new ArrayList<>();
        for (int layer = 0; layer <= last; layer++) {
            int[] gather = new int[architecture.widths().get(layer)];
            for (int i = 0; i < gather.length; i++) {
                Node image = map.getVertexCorrespondence(new Node(layer, i), true);
                assertEquals(layer, image.layer());
                gather[i] = image.index();
            }
            if (layer == 0 || layer == last) {
                assertTrue(Permutation.of(gather).isIdentity());
            } else {
                permutations.add(Permutation.of(gather));
            }
        }
        return GroupElement.permute(architecture, permutations);
    }

    @ParameterizedTest
    @CsvSource({"2-3-2,6", "3-1-2,1", "2-2-2-2,4", "1-4-3-1,144", "2-5-2,120", "2-2-3-2-1,24", "4-3,1"})
    void theStructuresGroupIsTheProductOfSymmetricGroups(String shape, int factorials) {
        Weights network = network(shape);
        Architecture architecture = network.architecture();
        Set<List<Permutation>> distinct = new HashSet<>();
        for (GraphMapping<Node, Edge> map : maps(network, network, false)) {
            GroupElement element = hiddenPermutation(architecture, map);
            List<Permutation> permutations = new ArrayList<>();
            for (int l = 0; l < architecture.hiddenLayers(); l++) {
                permutations.add(element.permutation(l));
            }
            assertTrue(distinct.add(permutations));
        }
        assertEquals(factorials, distinct.size());
        assertEquals(Math.log10(factorials), new Automorphisms(architecture).log10Order(), 1e-12);
    }

    @Test
    void groupsAreWrittenAsProducts() {
        assertEquals("S8 \u00d7 S8", group("2-8-8-2"));
        assertEquals("S16^4 \u00d7 S10", group("784-16-16-16-16-10-10"));
        assertEquals("S3 \u00d7 S4 \u00d7 S3", group("9-3-4-3-9"));
        assertEquals("1", group("4-3"));
    }

    private static String group(String shape) {
        return new Automorphisms(Architecture.parse(shape, Activation.RELU)).group();
    }

    @Test
    void randomWeightsAreLeftInPlaceByTheIdentityOnly() {
        Weights network = network("2-4-4-2");
        List<GraphMapping<Node, Edge>> found = maps(network, network, true);
        assertEquals(1, found.size());
        assertTrue(hiddenPermutation(network.architecture(), found.getFirst()).isIdentity());
        assertEquals(List.of(), Twins.of(new WeightGraph(network)).groups());
    }

    /** A network and the same one permuted are one graph: the only map between them is the permutation. */
    @Test
    void theMapFromAPermutedNetworkIsItsPermutation() {
        Weights network = network("2-4-3-2");
        GroupElement g = GroupElement.randomPermutation(network.architecture(), new SplittableRandom(9));
        List<GraphMapping<Node, Edge>> found = maps(g.actOn(network), network, true);
        assertEquals(1, found.size());
        GroupElement map = hiddenPermutation(network.architecture(), found.getFirst());
        assertEquals(g.permutation(0), map.permutation(0));
        assertEquals(g.permutation(1), map.permutation(1));
    }

    /** Copies the parameters of neuron 1 of the first hidden layer to its neuron 3. */
    private static Weights withTwins(Weights network) {
        Architecture architecture = network.architecture();
        float[] block = network.toArray();
        for (int i = 0; i < architecture.in(0); i++) {
            block[3 * architecture.in(0) + i] = network.weight(0, 1, i);
        }
        block[architecture.biasOffset(0) + 3] = network.bias(0, 1);
        for (int o = 0; o < architecture.out(1); o++) {
            block[architecture.weightOffset(1) + o * architecture.in(1) + 3] = network.weight(1, o, 1);
        }
        return Weights.wrap(architecture, block);
    }

    @Test
    void equalNeuronsCanBeExchangedWithTheWeightsInPlace() {
        Weights network = withTwins(network("2-4-3-2"));
        assertEquals(
                List.of(List.of(new Node(1, 1), new Node(1, 3))),
                Twins.of(new WeightGraph(network)).groups());
        GroupElement swap = GroupElement.swap(network.architecture(), 0, 1, 3);
        assertEquals(network, swap.actOn(network));
        List<GraphMapping<Node, Edge>> found = maps(network, network, true);
        assertEquals(2, found.size());
        assertTrue(found.stream()
                .map(map -> hiddenPermutation(network.architecture(), map))
                .anyMatch(g -> g.permutation(0).equals(swap.permutation(0))));
    }

    /** A neuron is its bias and its outgoing weights too. */
    @Test
    void oneDifferentParameterMakesNeuronsDifferent() {
        Architecture architecture = Architecture.parse("2-4-3-2", Activation.RELU);
        for (int parameter :
                new int[] {3 * architecture.in(0), architecture.biasOffset(0) + 3, architecture.weightOffset(1) + 3}) {
            float[] block = withTwins(network("2-4-3-2")).toArray();
            block[parameter] = Math.nextUp(block[parameter]);
            Weights network = Weights.wrap(architecture, block);
            assertEquals(List.of(), Twins.of(new WeightGraph(network)).groups());
            assertEquals(1, maps(network, network, true).size());
        }
    }
}
