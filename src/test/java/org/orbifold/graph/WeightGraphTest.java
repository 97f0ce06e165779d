package org.orbifold.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jgrapht.GraphTests;
import org.jgrapht.alg.cycle.CycleDetector;
import org.junit.jupiter.api.Test;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;

/** The graph against the network that it is of, and JGraphT's view against its contract. */
class WeightGraphTest {
    private static final Weights NETWORK =
            new Initialization.Normal(1).draw(Architecture.parse("3-4-5-2", Activation.RELU), new SplittableRandom(1));
    private static final WeightGraph GRAPH = new WeightGraph(NETWORK);
    private static final NeuralDag DAG = new NeuralDag(GRAPH);

    @Test
    void featuresAreBiasesAndWeights() {
        assertEquals(14, GRAPH.nodes());
        assertEquals(3 * 4 + 4 * 5 + 5 * 2, GRAPH.edges());
        assertEquals(0, GRAPH.bias(new Node(0, 2)));
        assertEquals(NETWORK.bias(0, 3), GRAPH.bias(new Node(1, 3)));
        assertEquals(NETWORK.bias(2, 1), GRAPH.bias(new Node(3, 1)));
        assertEquals(NETWORK.weight(1, 4, 2), GRAPH.weight(new Edge(new Node(1, 2), new Node(2, 4))));
        assertEquals(NETWORK.weight(1, 4, 2), DAG.getEdgeWeight(DAG.getEdge(new Node(1, 2), new Node(2, 4))), 0);
    }

    /** Hidden nodes share a class with all of their layer and nobody else; inputs and outputs with none. */
    @Test
    void classesAreSharedWithinHiddenLayersOnly() {
        Set<Integer> seen = new TreeSet<>();
        for (Node node : DAG.vertexSet()) {
            seen.add(GRAPH.nodeClass(node));
            for (Node other : DAG.vertexSet()) {
                boolean hidden = node.layer() == 1 || node.layer() == 2;
                boolean together = node.equals(other) || (hidden && node.layer() == other.layer());
                assertEquals(together, GRAPH.nodeClass(node) == GRAPH.nodeClass(other), node + " " + other);
            }
        }
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), List.copyOf(seen));
        assertEquals(7, GRAPH.nodeClasses());
    }

    @Test
    void namesAreDistinct() {
        Set<String> names = new HashSet<>();
        DAG.vertexSet().forEach(node -> names.add(GRAPH.name(node)));
        assertEquals(GRAPH.nodes(), names.size());
        assertTrue(names.containsAll(Set.of("i0", "h0_3", "h1_4", "o1")));
    }

    @Test
    void theDagHasEveryEdgeOnceFromLayerToLayer() {
        Set<Node> nodes = new HashSet<>(DAG.vertexSet());
        Set<Edge> edges = new HashSet<>(DAG.edgeSet());
        assertEquals(GRAPH.nodes(), nodes.size());
        assertEquals(GRAPH.edges(), edges.size());
        assertEquals(
                List.of(edge(0, 0), edge(1, 0), edge(2, 0), edge(0, 1)),
                DAG.edgeSet().stream().limit(4).toList());
        assertTrue(GraphTests.isSimple(DAG) && GraphTests.isWeaklyConnected(DAG));
        assertTrue(!new CycleDetector<>(DAG).detectCycles());
        for (Edge edge : edges) {
            assertTrue(nodes.contains(edge.source()) && nodes.contains(edge.target()));
            assertEquals(edge.source().layer() + 1, edge.target().layer());
            assertEquals(Set.of(edge), DAG.getAllEdges(edge.source(), edge.target()));
            assertTrue(DAG.outgoingEdgesOf(edge.source()).contains(edge));
            assertTrue(DAG.incomingEdgesOf(edge.target()).contains(edge));
        }
        for (Node node : nodes) {
            assertEquals(DAG.inDegreeOf(node), DAG.incomingEdgesOf(node).size());
            assertEquals(DAG.outDegreeOf(node), DAG.outgoingEdgesOf(node).size());
            assertEquals(DAG.degreeOf(node), DAG.edgesOf(node).size());
        }
    }

    private static Edge edge(int in, int out) {
        return new Edge(new Node(0, in), new Node(1, out));
    }

    @Test
    void theDagCannotBeChangedAndHasNothingElse() {
        assertNull(DAG.getEdge(new Node(0, 0), new Node(2, 0)));
        assertNull(DAG.getEdge(new Node(1, 0), new Node(0, 0)));
        assertTrue(!DAG.containsVertex(new Node(1, 4)) && !DAG.containsVertex(new Node(4, 0)));
        assertThrows(IllegalArgumentException.class, () -> DAG.edgesOf(new Node(0, 3)));
        assertThrows(UnsupportedOperationException.class, () -> DAG.removeVertex(new Node(0, 0)));
        assertThrows(
                UnsupportedOperationException.class,
                () -> DAG.edgeSet().iterator().remove());
    }
}
