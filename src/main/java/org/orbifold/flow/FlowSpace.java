package org.orbifold.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orbifold.graph.Edge;
import org.orbifold.graph.Node;
import org.orbifold.graph.WeightGraph;
import org.orbifold.job.Fault;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Euclidean;
import org.orbifold.manifold.Manifold;
import org.orbifold.manifold.ProductManifold;
import org.orbifold.manifold.Sphere;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;

/**
 * The space that a flow moves in: networks of one architecture as points. Coordinates are the weights layer by layer,
 * each {@code [out, in]}, then the biases layer by layer, and, in canonical form, the logarithm of the last layer's
 * norm. The weights that leave the input are written in an orthonormal basis of the inputs, which changes neither
 * distances nor spheres.
 *
 * <p>Coordinates fall into classes, as {@link WeightGraph} has them: what treats a class alike commutes with the
 * permutations of hidden neurons.
 */
public final class FlowSpace {
    private final Architecture architecture;
    private final Geometry geometry;
    private final InputBasis basis;
    private final int edges;
    private final int biases;
    private final int[] classes;
    private final int classCount;
    private final Manifold manifold;
    private final Manifold paths;

    /** The space of an architecture's networks. */
    public FlowSpace(Architecture architecture, Geometry geometry, InputBasis basis) {
        if (basis.inputs() != architecture.inputs()) {
            throw new IllegalArgumentException(
                    "a basis of " + basis.inputs() + " inputs for a network of " + architecture.inputs());
        }
        this.architecture = architecture;
        this.geometry = geometry;
        this.basis = basis;
        int weights = 0;
        int nodes = 0;
        for (int l = 0; l < architecture.layers(); l++) {
            weights += architecture.in(l) * architecture.out(l);
            nodes += architecture.out(l);
        }
        edges = weights;
        biases = nodes;
        classes = new int[edges + biases + (geometry.isCanonical() ? 1 : 0)];
        classCount = classify();
        manifold = geometry.isCanonical() ? canonical() : new Euclidean(classes.length);
        paths = geometry == Geometry.GEOMETRIC ? manifold : new Euclidean(classes.length);
    }

    private int classify() {
        int edgeClasses = WeightGraph.edgeClasses(architecture);
        int at = 0;
        for (int l = 0; l < architecture.layers(); l++) {
            for (int out = 0; out < architecture.out(l); out++) {
                for (int in = 0; in < architecture.in(l); in++) {
                    classes[at++] = WeightGraph.edgeClass(architecture, new Edge(l, out, in));
                }
            }
        }
        for (int l = 1; l <= architecture.layers(); l++) {
            for (int i = 0; i < architecture.out(l - 1); i++) {
                int node = WeightGraph.nodeClass(architecture, new Node(l, i));
                classes[at++] = edgeClasses + node - architecture.inputs();
            }
        }
        int nodeClasses = WeightGraph.nodeClasses(architecture) - architecture.inputs();
        if (geometry.isCanonical()) {
            classes[at] = edgeClasses + nodeClasses;
            return edgeClasses + nodeClasses + 1;
        }
        return edgeClasses + nodeClasses;
    }

    private Manifold canonical() {
        List<Manifold> factors = new ArrayList<>();
        for (int l = 0; l < architecture.hiddenLayers(); l++) {
            for (int out = 0; out < architecture.out(l); out++) {
                factors.add(new Sphere(architecture.in(l) - 1));
            }
        }
        int last = architecture.layers() - 1;
        factors.add(new Sphere(architecture.in(last) * architecture.out(last) - 1));
        factors.add(new Euclidean(biases + 1));
        return new ProductManifold(factors);
    }

    /**
     * Puts a point on the component of the paths' manifold that another is on: a sphere in the weights of a neuron with a
     * single input is two points.
     */
    void putOnComponent(float[] point, float[] other) {
        if (geometry != Geometry.GEOMETRIC) {
            return;
        }
        int at = 0;
        for (int l = 0; l < architecture.hiddenLayers(); l++) {
            int weights = architecture.in(l) * architecture.out(l);
            if (architecture.in(l) == 1) {
                System.arraycopy(other, at, point, at, weights);
            }
            at += weights;
        }
    }

    /** The same space for another architecture, of the same inputs. */
    public FlowSpace of(Architecture other) {
        return new FlowSpace(other, geometry, basis);
    }

    /** Of every network. */
    public Architecture architecture() {
        return architecture;
    }

    /** The coordinates' kind. */
    public Geometry geometry() {
        return geometry;
    }

    /** The basis of the inputs. */
    public InputBasis basis() {
        return basis;
    }

    /** Coordinates of a point. */
    public int dimension() {
        return classes.length;
    }

    /** Coordinates that are weights; the first ones. */
    public int edges() {
        return edges;
    }

    /** Coordinates that are biases, after the weights. */
    public int biases() {
        return biases;
    }

    /** The class of a coordinate. */
    public int classOf(int coordinate) {
        return classes[coordinate];
    }

    /** How many classes there are: the same for all hidden widths. */
    public int classes() {
        return classCount;
    }

    /** Where networks lie: spheres and a Euclidean space in canonical form. */
    public Manifold manifold() {
        return manifold;
    }

    /** The manifold whose geodesics are the flow's paths. */
    public Manifold paths() {
        return paths;
    }

    /**
     * The points of networks.
     *
     * @throws Fault if one is of another architecture, not finite, or has dead neurons where the form is canonical
     */
    public List<float[]> points(List<Weights> networks) {
        List<float[]> points = new ArrayList<>();
        for (int k = 0; k < networks.size(); k++) {
            points.add(unrotated(networks.get(k), "network " + k));
        }
        basis.rotate(points, architecture.out(0), true);
        return points;
    }

    /** A network's point with the inputs as they are. */
    private float[] unrotated(Weights network, String name) {
        if (!network.architecture().equals(architecture)) {
            throw new Fault(name + " is a " + network.architecture() + ", not a " + architecture);
        }
        if (!Double.isFinite(network.norm())) {
            throw new Fault(name + " has weights that are not finite");
        }
        if (!geometry.isCanonical()) {
            return flatten(network, new float[dimension()]);
        }
        CanonicalForm form = CanonicalForm.of(network, CanonicalForm.LastLayer.UNIT);
        if (form.deadNeurons() > 0
                || !Double.isFinite(form.logNorm())
                || form.logNorm() < Math.log(CanonicalForm.DEAD)) {
            throw new Fault(name + " has " + form.deadNeurons()
                    + " dead hidden neurons (incoming weights all 0): it has no canonical form");
        }
        float[] point = flatten(form.weights(), new float[dimension()]);
        point[edges + biases] = (float) form.logNorm();
        return point;
    }

    /** Writes a network's parameters, as they are, to the coordinates. */
    float[] flatten(Weights network, float[] point) {
        int weight = 0;
        int bias = edges;
        for (int l = 0; l < architecture.layers(); l++) {
            float[] w = network.layerWeights(l);
            System.arraycopy(w, 0, point, weight, w.length);
            weight += w.length;
            float[] b = network.layerBias(l);
            System.arraycopy(b, 0, point, bias, b.length);
            bias += b.length;
        }
        return point;
    }

    /** The coordinates, as they are, in the layout of a network: what {@link #flatten} undoes. */
    Weights asWeights(float[] point) {
        float[] block = new float[architecture.parameters()];
        int weight = 0;
        int bias = edges;
        for (int l = 0; l < architecture.layers(); l++) {
            int weights = architecture.in(l) * architecture.out(l);
            System.arraycopy(point, weight, block, architecture.weightOffset(l), weights);
            System.arraycopy(point, bias, block, architecture.biasOffset(l), architecture.out(l));
            weight += weights;
            bias += architecture.out(l);
        }
        return Weights.wrap(architecture, block);
    }

    /** The networks at points; what lies off the spheres is put on them first. */
    public List<Weights> networks(List<float[]> points) {
        List<float[]> turned = new ArrayList<>();
        for (float[] point : points) {
            float[] projected = new float[dimension()];
            manifold.project(Coordinates.FLOAT, point, 0, projected, 0);
            turned.add(projected);
        }
        basis.rotate(turned, architecture.out(0), false);
        return turned.stream().map(this::network).toList();
    }

    private Weights network(float[] point) {
        Weights weights = asWeights(point);
        if (!geometry.isCanonical()) {
            return weights;
        }
        float[] block = weights.toArray();
        double norm = Math.exp(point[edges + biases]);
        for (int i = architecture.weightOffset(architecture.layers() - 1); i < block.length; i++) {
            block[i] = (float) (norm * block[i]);
        }
        return Weights.wrap(architecture, block);
    }

    /**
     * The gradient of a function of a network by the coordinates of its point, from the one by its parameters.
     *
     * @param gradients by the parameters, in the layout of {@link Weights}; one a point
     */
    public List<float[]> gradients(List<float[]> points, List<float[]> gradients) {
        List<float[]> result = new ArrayList<>();
        for (int k = 0; k < points.size(); k++) {
            Weights by = Weights.wrap(architecture, gradients.get(k));
            float[] gradient = flatten(by, new float[dimension()]);
            if (geometry.isCanonical()) {
                throughNorm(points.get(k), gradient);
            }
            result.add(gradient);
        }
        basis.rotate(result, architecture.out(0), true);
        return result;
    }

    /** Back through the factor exp(log norm) of the last layer. */
    private void throughNorm(float[] point, float[] gradient) {
        int last = architecture.layers() - 1;
        double norm = Math.exp(point[edges + biases]);
        double slope = 0;
        int weights = architecture.in(last) * architecture.out(last);
        for (int[] span : new int[][] {
            {edges - weights, weights}, {edges + biases - architecture.outputs(), architecture.outputs()}
        }) {
            for (int i = span[0]; i < span[0] + span[1]; i++) {
                gradient[i] = (float) (norm * gradient[i]);
                slope += (double) gradient[i] * point[i];
            }
        }
        gradient[edges + biases] = (float) slope;
    }

    @Override
    public String toString() {
        return geometry.id() + " " + Arrays.toString(architecture.widths().toArray());
    }
}
