package org.orbifold.flow;

import java.util.ArrayList;
import java.util.List;
import org.orbifold.graph.ParameterGraph;
import org.orbifold.job.Fault;
import org.orbifold.manifold.Coordinates;
import org.orbifold.manifold.Euclidean;
import org.orbifold.manifold.Manifold;
import org.orbifold.net.Architecture;
import org.orbifold.net.ParameterTensor;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;

/**
 * The space that a flow moves in: networks of one architecture as points. Coordinates are the weights layer by layer,
 * each row by row, then biases and parameters of norms layer by layer, a running variance as the logarithm of what divides,
 * and, in canonical form, the logarithm of the last layer's norm. The weights that leave the input of a multilayer
 * perceptron are written in an orthonormal basis of the inputs, which changes neither distances nor spheres.
 *
 * <p>In canonical form each sphere is of what decides a channel's scale: the weights that lead to it, a filter each of its
 * inputs, or the gain that does; and of the weights of the last layer. Coordinates fall into classes, as
 * {@link ParameterGraph} has them, by place within a filter: what treats a class alike commutes with the permutations of
 * hidden neurons.
 */
public final class FlowSpace {
    private final Architecture architecture;
    private final Geometry geometry;
    private final InputBasis basis;
    private final CoordinateLayout layout;
    private final Manifold paths;

    /**
     * The space of an architecture's networks.
     *
     * @throws Fault if it is not a multilayer perceptron, and the basis is not of the inputs themselves; or if the
     *     geometry is canonical, and its last layer not linear
     */
    public FlowSpace(Architecture architecture, Geometry geometry, InputBasis basis) {
        if (basis.inputs() != architecture.inputs()) {
            throw new IllegalArgumentException(
                    "a basis of " + basis.inputs() + " inputs for a network of " + architecture.inputs());
        }
        if (!architecture.isPerceptron() && !basis.isIdentity()) {
            throw new Fault(
                    "only the weights of a multilayer perceptron are seen in a basis of its inputs, not those of "
                            + architecture + ": --seen-inputs 0 takes its inputs as they are");
        }
        this.architecture = architecture;
        this.geometry = geometry;
        this.basis = basis;
        layout = new CoordinateLayout(new ParameterGraph(architecture), geometry.isCanonical());
        paths = geometry == Geometry.GEOMETRIC ? layout.manifold() : new Euclidean(layout.dimension());
    }

    /**
     * Puts a point on the component of the paths' manifold that another is on: a sphere in the weights of a neuron with a
     * single input, or in a gain, is two points.
     */
    void putOnComponent(float[] point, float[] other) {
        if (geometry == Geometry.GEOMETRIC) {
            for (int c : layout.signs()) {
                point[c] = other[c];
            }
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

    /** The parameters that the coordinates are. */
    ParameterGraph graph() {
        return layout.graph();
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
        return layout.dimension();
    }

    /** Coordinates that are weights; the first ones. */
    public int edges() {
        return layout.edges();
    }

    /** Coordinates that nodes carry, biases and the parameters of norms, after the weights. */
    public int biases() {
        return architecture.parameters() - layout.edges();
    }

    /** Of each parameter, in the layout of {@link Weights}, its coordinate. */
    int[] coordinates() {
        return layout.coordinates();
    }

    /** The class of a coordinate. */
    public int classOf(int coordinate) {
        return layout.classOf(coordinate);
    }

    /** How many classes there are: the same for all hidden widths. */
    public int classes() {
        return layout.classes();
    }

    /** Where networks lie: spheres and a Euclidean space in canonical form. */
    public Manifold manifold() {
        return layout.manifold();
    }

    /** The manifold whose geodesics are the flow's paths. */
    public Manifold paths() {
        return paths;
    }

    /** Whether a coordinate is on no sphere. */
    boolean isFree(int coordinate) {
        return layout.isFree(coordinate);
    }

    /** The point of an untrained network with no randomness: gains are 1, all else is 0. */
    float[] center() {
        return layout.center();
    }

    /** Brings the coordinates of a network to its canonical form, in place, where the geometry is canonical. */
    void canonicalize(float[] point) {
        if (geometry.isCanonical()) {
            layout.canonicalize(point);
        }
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
        if (form.deadNeurons() == 0 && !Double.isFinite(form.logNorm().orElseThrow())) {
            throw new Fault(name + " has weights so large that their norms are not finite");
        }
        if (form.deadNeurons() > 0
                || !Double.isFinite(form.logNorm().orElseThrow())
                || form.logNorm().orElseThrow() < Math.log(CanonicalForm.DEAD)) {
            throw new Fault(name + " has " + form.deadNeurons()
                    + " dead hidden neurons (incoming weights all 0): it has no canonical form");
        }
        float[] point = flatten(form.weights(), new float[dimension()]);
        point[point.length - 1] = (float) form.logNorm().orElseThrow();
        return point;
    }

    /** Writes a network's parameters, as they are, to the coordinates. */
    float[] flatten(Weights network, float[] point) {
        layout.flatten(network, point);
        return point;
    }

    /** The coordinates, as they are, in the layout of a network: what {@link #flatten} undoes. */
    Weights asWeights(float[] point) {
        return layout.asWeights(point);
    }

    /** The networks at points; what lies off the spheres is put on them first. */
    public List<Weights> networks(List<float[]> points) {
        List<float[]> turned = new ArrayList<>();
        for (float[] point : points) {
            float[] projected = new float[dimension()];
            manifold().project(Coordinates.FLOAT, point, 0, projected, 0);
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
        double norm = Math.exp(point[point.length - 1]);
        for (int i = CanonicalForm.last(architecture).offset(); i < block.length; i++) {
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
            float[] gradient = layout.gradient(points.get(k), gradients.get(k));
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
        ParameterTensor last = CanonicalForm.last(architecture);
        int norm = point.length - 1;
        double slope = 0;
        for (int[] span : new int[][] {{edges() - last.size(), edges()}, {norm - last.rows(), norm}}) {
            for (int i = span[0]; i < span[1]; i++) {
                gradient[i] = (float) (Math.exp(point[norm]) * gradient[i]);
                slope += (double) gradient[i] * point[i];
            }
        }
        gradient[norm] = (float) slope;
    }

    @Override
    public String toString() {
        return geometry.id() + " " + architecture.shape();
    }
}
