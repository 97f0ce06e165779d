package org.orbifold.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orbifold.graph.Node;
import org.orbifold.graph.ParameterGraph;
import org.orbifold.manifold.Euclidean;
import org.orbifold.manifold.Manifold;
import org.orbifold.manifold.ProductManifold;
import org.orbifold.manifold.Sphere;
import org.orbifold.net.Architecture;
import org.orbifold.net.Layer;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.symmetry.SymmetryStructure;

/**
 * Where a network's parameters lie among coordinates: first all weights, then all that nodes carry, then, in canonical
 * form, the logarithm of the last layer's norm. A running variance is written as {@code log(variance + epsilon)}: any
 * number is one, and scalings move it along a line.
 */
final class CoordinateLayout {
    /** A parameter and its first coordinate. */
    private record Span(SymmetryStructure.Carrier carrier, int at, boolean onSpheres) {
        ParameterTensor tensor() {
            return carrier.tensor();
        }
    }

    private final ParameterGraph graph;
    private final boolean canonical;
    private final SymmetryStructure structure;
    private final List<Span> spans = new ArrayList<>();
    private final int edges;
    private final int dimension;
    private final int[] classes;
    private final int classCount;
    private final Manifold manifold;

    /** Of each coordinate, whether it is on no sphere. */
    private final boolean[] free;

    /** The coordinates that are a sphere of two points each. */
    private final int[] signs;

    CoordinateLayout(ParameterGraph graph, boolean canonical) {
        this.graph = graph;
        this.canonical = canonical;
        structure = SymmetryStructure.of(graph.architecture());
        edges = graph.architecture().tensors().stream()
                .filter(tensor -> tensor.role() == Layer.Role.WEIGHT)
                .mapToInt(ParameterTensor::size)
                .sum();
        dimension = graph.architecture().parameters() + (canonical ? 1 : 0);
        place();
        classes = new int[dimension];
        classCount = classify();
        free = new boolean[dimension];
        Arrays.fill(free, true);
        List<Integer> alone = new ArrayList<>();
        manifold = canonical ? canonicalManifold(alone) : new Euclidean(dimension);
        signs = alone.stream().mapToInt(c -> c).toArray();
    }

    private void place() {
        int weight = 0;
        int other = edges;
        for (SymmetryStructure.Carrier carrier : structure.carriers()) {
            ParameterTensor tensor = carrier.tensor();
            boolean onSpheres = canonical && CanonicalForm.isOnSpheres(structure, carrier);
            boolean isWeight = tensor.role() == Layer.Role.WEIGHT;
            spans.add(new Span(carrier, isWeight ? weight : other, onSpheres));
            weight += isWeight ? tensor.size() : 0;
            other += isWeight ? 0 : tensor.size();
        }
    }

    private int classify() {
        int[] coordinateOf = coordinates();
        int[] ofEdges = graph.classesOfEdges();
        int[] sizes = new int[graph.edgeClasses()];
        int edge = 0;
        for (int b = 0; b < graph.layered().blocks().size(); b++) {
            for (; edge < graph.layered().edgeOffset(b + 1); edge++) {
                sizes[ofEdges[edge]] = graph.filter(b);
            }
        }
        int[] first = firsts(sizes, 0);
        graph.forEachWeight((e, f, parameter) -> classes[coordinateOf[parameter]] = first[ofEdges[e]] + f);
        int[] nodeSizes = new int[graph.nodeClasses()];
        for (int l = 0; l < graph.layered().layers(); l++) {
            for (int i = 0; i < graph.layered().width(l); i++) {
                nodeSizes[graph.nodeClass(new Node(l, i))] = graph.features(l);
            }
        }
        int[] firstOfNodes = firsts(nodeSizes, first[sizes.length]);
        int[] ofNodes = graph.classesOfNodes();
        graph.forEachNodeParameter(
                (node, f, parameter) -> classes[coordinateOf[parameter]] = firstOfNodes[ofNodes[node]] + f);
        int count = firstOfNodes[nodeSizes.length];
        if (canonical) {
            classes[dimension - 1] = count++;
        }
        return count;
    }

    /** The sums of the sizes before each, from a first one on; then of all. */
    private static int[] firsts(int[] sizes, int first) {
        int[] sums = new int[sizes.length + 1];
        sums[0] = first;
        for (int k = 0; k < sizes.length; k++) {
            sums[k + 1] = sums[k] + sizes[k];
        }
        return sums;
    }

    private Manifold canonicalManifold(List<Integer> alone) {
        ParameterTensor last = CanonicalForm.last(graph.architecture());
        List<Manifold> factors = new ArrayList<>();
        List<Span> ordered = new ArrayList<>(spans);
        ordered.sort((a, b) -> Integer.compare(a.at, b.at));
        int flat = 0;
        for (Span span : ordered) {
            int size = span.tensor().size();
            int spheres = span.tensor().equals(last)
                    ? 1
                    : span.onSpheres
                            ? span.tensor().rows() / span.carrier.rows().block()
                            : 0;
            if (spheres == 0) {
                flat += size;
                continue;
            }
            if (flat > 0) {
                factors.add(new Euclidean(flat));
                flat = 0;
            }
            Arrays.fill(free, span.at, span.at + size, false);
            for (int k = 0; k < spheres; k++) {
                factors.add(new Sphere(size / spheres - 1));
                if (size == spheres) {
                    alone.add(span.at + k);
                }
            }
        }
        factors.add(new Euclidean(flat + 1));
        return new ProductManifold(factors);
    }

    Architecture architecture() {
        return graph.architecture();
    }

    ParameterGraph graph() {
        return graph;
    }

    int dimension() {
        return dimension;
    }

    /** The coordinates that are weights: the first ones. */
    int edges() {
        return edges;
    }

    int classOf(int coordinate) {
        return classes[coordinate];
    }

    int classes() {
        return classCount;
    }

    /** Where points lie: on spheres and in a Euclidean space in canonical form. */
    Manifold manifold() {
        return manifold;
    }

    /** Whether a coordinate is on no sphere. */
    boolean isFree(int coordinate) {
        return free[coordinate];
    }

    /** The coordinates that are a sphere of two points each. */
    int[] signs() {
        return signs.clone();
    }

    /** Of each parameter, in the layout of {@link Weights}, its coordinate. */
    int[] coordinates() {
        int[] coordinateOf = new int[architecture().parameters()];
        for (Span span : spans) {
            for (int k = 0; k < span.tensor().size(); k++) {
                coordinateOf[span.tensor().offset() + k] = span.at + k;
            }
        }
        return coordinateOf;
    }

    /** The coordinates of an untrained network with no randomness: gains are 1, all else is 0. */
    float[] center() {
        float[] center = new float[dimension];
        for (Span span : spans) {
            if (span.tensor().role() == Layer.Role.GAIN) {
                Arrays.fill(center, span.at, span.at + span.tensor().size(), 1);
            }
        }
        return center;
    }

    private double epsilon(ParameterTensor tensor) {
        return ((Layer.BatchNorm) architecture().layer(tensor.node())).epsilon();
    }

    /** Writes a network's parameters to the coordinates. */
    void flatten(Weights network, float[] point) {
        for (Span span : spans) {
            float[] values = network.values(span.tensor());
            if (span.tensor().role() == Layer.Role.VARIANCE) {
                double epsilon = epsilon(span.tensor());
                for (int k = 0; k < values.length; k++) {
                    values[k] = (float) Math.log(values[k] + epsilon);
                }
            }
            System.arraycopy(values, 0, point, span.at, values.length);
        }
    }

    /** The network with the coordinates as its parameters: what {@link #flatten} undoes. */
    Weights asWeights(float[] point) {
        float[] block = new float[architecture().parameters()];
        for (Span span : spans) {
            int to = span.tensor().offset();
            System.arraycopy(point, span.at, block, to, span.tensor().size());
            if (span.tensor().role() == Layer.Role.VARIANCE) {
                double epsilon = epsilon(span.tensor());
                for (int k = to; k < span.tensor().end(); k++) {
                    block[k] = (float) Math.max(0, Math.exp(block[k]) - epsilon);
                }
            }
        }
        return Weights.wrap(architecture(), block);
    }

    /** The gradient by the coordinates of a network, from the one by its parameters. */
    float[] gradient(float[] point, float[] byParameters) {
        float[] gradient = new float[dimension];
        for (Span span : spans) {
            System.arraycopy(
                    byParameters,
                    span.tensor().offset(),
                    gradient,
                    span.at,
                    span.tensor().size());
            if (span.tensor().role() == Layer.Role.VARIANCE) {
                for (int c = span.at; c < span.at + span.tensor().size(); c++) {
                    gradient[c] = (float) (gradient[c] * Math.exp(point[c]));
                }
            }
        }
        return gradient;
    }

    /** Brings the coordinates of a network to its canonical form, in place: see {@link CanonicalForm}. */
    void canonicalize(float[] point) {
        ParameterTensor last = CanonicalForm.last(architecture());
        double[][] norms = new double[structure.scales().size()][];
        double lastNorm = 1;
        for (Span span : spans) {
            SymmetryStructure.Axis rows = span.carrier.rows();
            boolean isLast = span.tensor().equals(last);
            double[] squares = rescaled(span, norms, point);
            if (isLast) {
                double sum = Arrays.stream(squares).reduce(0, Double::sum);
                lastNorm = Math.sqrt(sum);
                point[dimension - 1] = (float) (Math.log(sum) / 2);
            } else if (span.onSpheres) {
                norms[rows.scale()] = Arrays.stream(squares).map(Math::sqrt).toArray();
            }
            boolean ofLast = span.tensor().node() == last.node();
            double[] own = rows.scale() < 0 ? null : norms[rows.scale()];
            for (int r = 0; (ofLast || own != null) && r < span.tensor().rows(); r++) {
                double norm = ofLast ? lastNorm : own[r / rows.block()];
                for (int k = 0; k < span.tensor().columns(); k++) {
                    int c = span.at + r * span.tensor().columns() + k;
                    point[c] = (float)
                            (span.tensor().role() == Layer.Role.VARIANCE
                                    ? point[c] - 2 * Math.log(norm)
                                    : point[c] / norm);
                }
            }
        }
    }

    /** Multiplies the columns of a parameter by the norms of what they come from; returns each channel's sum of squares. */
    private static double[] rescaled(Span span, double[][] norms, float[] point) {
        SymmetryStructure.Axis columns = span.carrier.columns();
        double[] before = columns.scale() < 0 ? null : norms[columns.scale()];
        double[] squares = new double[span.tensor().rows() / span.carrier.rows().block()];
        int c = span.at;
        for (int r = 0; r < span.tensor().rows(); r++) {
            double sum = 0;
            for (int k = 0; k < span.tensor().columns(); k++) {
                point[c] = (float) (point[c] * (before == null ? 1 : before[k / columns.block()]));
                sum += (double) point[c] * point[c];
                c++;
            }
            squares[r / span.carrier.rows().block()] += sum;
        }
        return squares;
    }
}
