package org.orbifold.flow;

import java.util.List;
import java.util.function.IntFunction;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.DataParallel;
import org.orbifold.tensor.ParameterBlock;

/** The velocity field of a trained flow on the networks of an architecture, ready to run. */
public final class FlowField implements VelocityField, DifferentiableField, AutoCloseable {
    private final VelocityNetwork network;
    private final ParameterBlock parameters;
    private final DataParallel<GraphNetwork.Recorded> model;
    private final Given given;

    FlowField(VelocityNetwork network, float[] values, Given given) {
        this.network = network;
        this.given = given;
        parameters = network.begin(0);
        parameters.values().write(values, 0, 0, values.length);
        model = Backend.get().dataParallel(parameters, network::record);
    }

    @Override
    public List<float[]> at(List<float[]> points, double t) {
        return run(points, t, i -> given, network::velocity);
    }

    @Override
    public List<float[]> ambient(List<float[]> points, double t) {
        return run(points, t, i -> given, network::ambient);
    }

    /** The velocities where every point's network is told something else. */
    List<float[]> at(List<float[]> points, double t, List<Given> told) {
        return run(points, t, told::get, network::velocity);
    }

    private interface Reading {
        float[] of(GraphNetwork.Recorded program, float[] point, AffineVelocity.At moments);
    }

    private List<float[]> run(List<float[]> points, double t, IntFunction<Given> told, Reading reading) {
        float[][] vectors = new float[points.size()][];
        AffineVelocity.At moments = network.at(t);
        model.forward(
                points.size(),
                (p, i) -> network.load(p, points.get(i), t, moments, told.apply(i)),
                (p, i) -> vectors[i] = reading.of(p, points.get(i), moments));
        return List.of(vectors);
    }

    @Override
    public List<float[]> vectorJacobianProducts(List<float[]> points, double t, List<float[]> vectors) {
        float[][] products = new float[points.size()][];
        AffineVelocity.At moments = network.at(t);
        model.forwardAndBackward(
                points.size(),
                (p, i) -> network.load(p, points.get(i), t, moments, given),
                (p, i) -> network.differentiateAmbient(p, vectors.get(i), moments),
                (p, i) -> products[i] = network.byPoint(p, vectors.get(i), moments));
        return List.of(products);
    }

    @Override
    public void close() {
        model.close();
        parameters.close();
    }
}
