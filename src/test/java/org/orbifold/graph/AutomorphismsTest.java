package org.orbifold.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jgrapht.GraphMapping;
import org.jgrapht.alg.isomorphism.VF2GraphIsomorphismInspector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Networks;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;
import org.orbifold.symmetry.SymmetryStructure;

/** The groups that are claimed, against all the automorphisms that JGraphT's search (VF2) finds on small graphs. */
class AutomorphismsTest {
    /** Small networks whose symmetries a search can list: filters, norms, a flattened channel, sums of every kind. */
    private static final List<String> CONVOLUTIONAL = List.of(
            "1x4x4-c3k3-relu-mp2-flat-2",
            "2x4x4-c3k3n-bn-relu-c2k1-relu-gap-2",
            "3-3-relu-3-+2-relu-2",
            "2x3x3-c3k3n-bn-relu-c3k3n-bn-+3-relu-gap-2",
            "2x3x3-c3k1-@1-bn-relu-c3k1-+1-gap-2",
            "2x3x3-c2k1-+0-relu-flat-3-2",
            "2x2x2-c3k1-relu-flat-ln-2",
            "2x2x2-c2k1-flat-@0-flat-8-+2-2");

    private static Weights network(String shape) {
        return new Initialization.Normal(1).draw(Architecture.parse(shape, Activation.RELU), new SplittableRandom(5));
    }

    /** All the maps from one graph to another, of one architecture, that keep classes of nodes, and weights if asked. */
    private static List<GraphMapping<Node, Edge>> maps(Weights from, Weights to, boolean weighted) {
        WeightGraph a = new WeightGraph(from);
        WeightGraph b = new WeightGraph(to);
        Comparator<Node> nodes = (x, y) -> {
            int classes = Integer.compare(a.nodeClass(x), b.nodeClass(y));
            return classes != 0 || !weighted ? classes : Arrays.compare(a.features(x), b.features(y));
        };
        Comparator<Edge> edges = (x, y) -> weighted ? Arrays.compare(a.filter(x), b.filter(y)) : 0;
        List<GraphMapping<Node, Edge>> found = new ArrayList<>();
        Iterator<GraphMapping<Node, Edge>> mappings =
                new VF2GraphIsomorphismInspector<>(new NeuralDag(a), new NeuralDag(b), nodes, edges).getMappings();
        mappings.forEachRemaining(found::add);
        return found;
    }

    /** The permutations of the structure's groups that a map of nodes makes; checks that it moves nothing else. */
    private static GroupElement hiddenPermutation(Architecture architecture, GraphMapping<Node, Edge> map) {
        ParameterGraph graph = new ParameterGraph(architecture);
        Map<Integer, Permutation> permutations = new TreeMap<>();
        for (int layer = 0; layer < graph.layered().layers(); layer++) {
            int[] gather = new int[graph.layered().width(layer)];
            for (int i = 0; i < gather.length; i++) {
                Node image = map.getVertexCorrespondence(new Node(layer, i), true);
                assertEquals(layer, image.layer());
                gather[i] = image.index();
            }
            Permutation own = Permutation.of(gather);
            if (graph.group(layer) == SymmetryStructure.FIXED) {
                assertTrue(own.isIdentity());
            } else {
                Permutation tied = permutations.putIfAbsent(graph.group(layer), own);
                assertTrue(tied == null || tied.equals(own));
            }
        }
        return GroupElement.permute(architecture, List.copyOf(permutations.values()));
    }

    @ParameterizedTest
    @CsvSource({
        "2-3-2,6",
        "3-1-2,1",
        "2-2-2-2,4",
        "1-4-3-1,144",
        "2-5-2,120",
        "2-2-3-2-1,24",
        "4-3,1",
        "1x4x4-c3k3-relu-mp2-flat-2,6",
        "2x4x4-c3k3n-bn-relu-c2k1-relu-gap-2,12",
        "3-3-relu-3-+2-relu-2,6",
        "2x3x3-c3k3n-bn-relu-c3k3n-bn-+3-relu-gap-2,6",
        "2x3x3-c3k3-relu-c2k1-relu-@2-c2k1-+4-gap-2,12",
        "2x3x3-c2k1-+0-relu-flat-3-2,6",
        "2x2x2-c2k1-flat-@0-flat-8-+2-2,1"
    })
    void theStructuresGroupIsTheProductOfSymmetricGroups(String shape, int factorials) {
        Weights network = network(shape);
        Architecture architecture = network.architecture();
        Set<List<Permutation>> distinct = new HashSet<>();
        for (GraphMapping<Node, Edge> map : maps(network, network, false)) {
            GroupElement element = hiddenPermutation(architecture, map);
            assertTrue(distinct.add(element.permutations()));
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
    @ParameterizedTest
    @FieldSource("CONVOLUTIONAL")
    @ValueSource(strings = "2-4-3-2")
    void theMapFromAPermutedNetworkIsItsPermutation(String shape) {
        Weights network = Networks.random(Architecture.parse(shape, Activation.RELU), 5);
        GroupElement g = GroupElement.randomPermutation(network.architecture(), new SplittableRandom(9));
        List<GraphMapping<Node, Edge>> found = maps(g.actOn(network), network, true);
        assertEquals(1, found.size());
        assertEquals(
                g.permutations(),
                hiddenPermutation(network.architecture(), found.getFirst()).permutations());
    }

    /** Over every kind of architecture: the graph of a permuted network is the permuted graph, feature by feature. */
    @Property(tries = 60)
    void theGraphOfAPermutedNetworkIsThePermutedGraph(@ForAll("shapes") String shape, @ForAll long seed) {
        Weights network = Networks.random(Architecture.parse(shape, Activation.RELU), seed);
        GroupElement g = GroupElement.randomPermutation(network.architecture(), new SplittableRandom(seed));
        WeightGraph graph = new WeightGraph(network);
        WeightGraph moved = new WeightGraph(g.actOn(network));
        NeuralDag dag = new NeuralDag(moved);
        UnaryOperator<Node> from = node -> {
            int group = graph.parameters().group(node.layer());
            return group < 0
                    ? node
                    : new Node(node.layer(), g.permutation(group).get(node.index()));
        };
        for (Node node : dag.vertexSet()) {
            assertArrayEquals(graph.features(from.apply(node)), moved.features(node), 1e-6f);
            assertEquals(graph.nodeClass(from.apply(node)), moved.nodeClass(node));
        }
        int parameters = 0;
        for (Edge edge : dag.edgeSet()) {
            Edge before = new Edge(from.apply(edge.source()), from.apply(edge.target()));
            assertTrue(new NeuralDag(graph).containsEdge(before));
            assertArrayEquals(graph.filter(before), moved.filter(edge));
            parameters += moved.filter(edge).length;
        }
        for (Node node : dag.vertexSet()) {
            parameters += moved.features(node).length;
        }
        assertEquals(network.architecture().parameters(), parameters);
    }

    @Provide
    Arbitrary<String> shapes() {
        return Arbitraries.of(
                Stream.concat(Networks.SHAPES.stream(), CONVOLUTIONAL.stream()).toList());
    }

    /** A copied channel is a twin: through norms, flattening, and weights that lead from its group back to it. */
    @ParameterizedTest
    @FieldSource("CONVOLUTIONAL")
    void copiedChannelsAreTwins(String shape) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        Weights network = Networks.random(architecture, 5);
        SymmetryStructure structure = SymmetryStructure.of(architecture);
        assertEquals(List.of(), Twins.of(new WeightGraph(network)).groups());
        for (int group = 0; group < structure.groups().size(); group++) {
            Weights swapped = GroupElement.swap(architecture, group, 0, 1).actOn(network);
            Weights twin = network.lerp(swapped, 0.5);
            List<List<Node>> groups = Twins.of(new WeightGraph(twin)).groups();
            assertEquals(1, groups.size());
            assertEquals(
                    List.of(0, 1), groups.getFirst().stream().map(Node::index).toList());
        }
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
