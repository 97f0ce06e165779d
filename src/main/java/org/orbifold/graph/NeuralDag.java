package org.orbifold.graph;

import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jgrapht.GraphType;
import org.jgrapht.graph.AbstractGraph;
import org.jgrapht.graph.DefaultGraphType;
import org.orbifold.tensor.LayeredGraph;

/**
 * A weight graph as JGraphT sees one: the neural DAG of Lim et al. 2023 (<i>Graph metanetworks for processing diverse
 * neural architectures</i>), whose automorphisms that keep inputs and outputs in place are the permutations of hidden
 * neurons and channels. A view that cannot be changed: nodes and edges are made as they are asked for, so that it takes no memory of
 * its own, however large the network. Nodes go layer by layer, edges block by block and row by row.
 */
public final class NeuralDag extends AbstractGraph<Node, Edge> {
    private static final GraphType TYPE = new DefaultGraphType.Builder()
            .directed()
            .weighted(true)
            .allowMultipleEdges(false)
            .allowSelfLoops(false)
            .allowCycles(false)
            .modifiable(false)
            .build();

    private final WeightGraph graph;

    /** That weight graph for JGraphT's algorithms. */
    public NeuralDag(WeightGraph graph) {
        this.graph = graph;
    }

    /** The graph that this is a view of. */
    public WeightGraph graph() {
        return graph;
    }

    @Override
    public Set<Node> vertexSet() {
        return new View<>(graph.nodes(), this::node) {
            @Override
            public boolean contains(Object o) {
                return o instanceof Node node && containsVertex(node);
            }
        };
    }

    @Override
    public Set<Edge> edgeSet() {
        return new View<>(graph.edges(), this::edge) {
            @Override
            public boolean contains(Object o) {
                return o instanceof Edge edge && containsEdge(edge);
            }
        };
    }

    private Node node(int rank) {
        int layer = 0;
        while (rank >= graph.layered().nodeOffset(layer + 1)) {
            layer++;
        }
        return new Node(layer, rank - graph.layered().nodeOffset(layer));
    }

    private Edge edge(int rank) {
        LayeredGraph layered = graph.layered();
        int b = 0;
        while (rank >= layered.edgeOffset(b + 1)) {
            b++;
        }
        LayeredGraph.Block block = layered.blocks().get(b);
        int out = (rank - layered.edgeOffset(b)) / layered.fanIn(block);
        int in = block.ties() ? out : (rank - layered.edgeOffset(b)) % layered.fanIn(block);
        return edge(block, out, in);
    }

    private static Edge edge(LayeredGraph.Block block, int out, int in) {
        return new Edge(new Node(block.from(), in), new Node(block.to(), out));
    }

    /** A set whose elements are made on the way, by their rank. */
    private abstract static class View<T> extends AbstractSet<T> {
        private final int size;
        private final IntFunction<T> element;

        View(int size, IntFunction<T> element) {
            this.size = size;
            this.element = element;
        }

        @Override
        public Iterator<T> iterator() {
            return IntStream.range(0, size).mapToObj(element).iterator();
        }

        @Override
        public int size() {
            return size;
        }
    }

    @Override
    public boolean containsVertex(Node node) {
        return node.layer() >= 0
                && node.layer() < graph.layers()
                && node.index() >= 0
                && node.index() < graph.width(node.layer());
    }

    @Override
    public boolean containsEdge(Edge edge) {
        return getEdge(edge.source(), edge.target()) != null;
    }

    private void require(Node node) {
        if (!containsVertex(node)) {
            throw new IllegalArgumentException("no such node: " + node);
        }
    }

    /** The edge between two nodes, or null where there is none, as JGraphT's contract has it. */
    @Override
    public Edge getEdge(Node source, Node target) {
        boolean joined = containsVertex(source)
                && containsVertex(target)
                && graph.layered().blocks().stream()
                        .anyMatch(block -> block.from() == source.layer()
                                && block.to() == target.layer()
                                && (!block.ties() || source.index() == target.index()));
        return joined ? new Edge(source, target) : null;
    }

    @Override
    public Set<Edge> getAllEdges(Node source, Node target) {
        Edge edge = getEdge(source, target);
        return edge == null ? Set.of() : Set.of(edge);
    }

    @Override
    public Set<Edge> incomingEdgesOf(Node node) {
        require(node);
        Set<Edge> edges = new LinkedHashSet<>();
        for (LayeredGraph.Block block : graph.layered().blocks()) {
            for (int k = 0; block.to() == node.layer() && k < graph.layered().fanIn(block); k++) {
                edges.add(edge(block, node.index(), block.ties() ? node.index() : k));
            }
        }
        return Collections.unmodifiableSet(edges);
    }

    @Override
    public Set<Edge> outgoingEdgesOf(Node node) {
        require(node);
        Set<Edge> edges = new LinkedHashSet<>();
        for (LayeredGraph.Block block : graph.layered().blocks()) {
            for (int k = 0; block.from() == node.layer() && k < graph.layered().fanOut(block); k++) {
                edges.add(edge(block, block.ties() ? node.index() : k, node.index()));
            }
        }
        return Collections.unmodifiableSet(edges);
    }

    @Override
    public Set<Edge> edgesOf(Node node) {
        Set<Edge> edges = new LinkedHashSet<>(incomingEdgesOf(node));
        edges.addAll(outgoingEdgesOf(node));
        return Collections.unmodifiableSet(edges);
    }

    @Override
    public int inDegreeOf(Node node) {
        require(node);
        return graph.inDegree(node.layer());
    }

    @Override
    public int outDegreeOf(Node node) {
        require(node);
        return graph.outDegree(node.layer());
    }

    @Override
    public int degreeOf(Node node) {
        return inDegreeOf(node) + outDegreeOf(node);
    }

    @Override
    public Node getEdgeSource(Edge edge) {
        return edge.source();
    }

    @Override
    public Node getEdgeTarget(Edge edge) {
        return edge.target();
    }

    @Override
    public double getEdgeWeight(Edge edge) {
        return graph.weight(edge);
    }

    @Override
    public GraphType getType() {
        return TYPE;
    }

    /** Null, as JGraphT's contract has it: nothing can be added. */
    @Override
    public Supplier<Node> getVertexSupplier() {
        return null;
    }

    /** Null, as JGraphT's contract has it: nothing can be added. */
    @Override
    public Supplier<Edge> getEdgeSupplier() {
        return null;
    }

    private static UnsupportedOperationException fixed() {
        return new UnsupportedOperationException("a weight graph has the nodes and edges of its network");
    }

    @Override
    public Edge addEdge(Node source, Node target) {
        throw fixed();
    }

    @Override
    public boolean addEdge(Node source, Node target, Edge edge) {
        throw fixed();
    }

    @Override
    public Node addVertex() {
        throw fixed();
    }

    @Override
    public boolean addVertex(Node node) {
        throw fixed();
    }

    @Override
    public Edge removeEdge(Node source, Node target) {
        throw fixed();
    }

    @Override
    public boolean removeEdge(Edge edge) {
        throw fixed();
    }

    @Override
    public boolean removeVertex(Node node) {
        throw fixed();
    }

    @Override
    public void setEdgeWeight(Edge edge, double weight) {
        throw fixed();
    }
}
