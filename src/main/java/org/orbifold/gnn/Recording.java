package org.orbifold.gnn;

import java.util.List;
import org.orbifold.tensor.LayeredGraph;
import org.orbifold.tensor.Pointwise;
import org.orbifold.tensor.Tape;
import org.orbifold.tensor.Variable;

/**
 * A graph network being recorded.
 *
 * @param tape what it is recorded on
 * @param parameters of the network, in the order of its layout
 * @param graph the graph of every sample
 * @param condition {@code [1, batch, width]}, the conditioning vector of each sample, embedded
 * @param ofNodes of each node's row, its sample
 */
@SuppressWarnings("ArrayRecordComponent") // written once, read by every layer
record Recording(Tape tape, List<Variable> parameters, LayeredGraph graph, Variable condition, int[] ofNodes) {
    /** The states of nodes {@code [1, batch nodes, width]} and edges {@code [1, batch edges, width]}. */
    record State(Variable nodes, Variable edges) {}

    /** A linear map with a bias. */
    record Affine(int weights, int bias) {
        static Affine of(ParameterLayout layout, int out, int in) {
            return new Affine(layout.weights(out, in), layout.bias(out));
        }
    }

    /** A linear map whose sum with a residual is normalised. */
    record Norm(int weights, int bias, int gain, int shift) {
        static Norm of(ParameterLayout layout, int out, int in) {
            return new Norm(layout.weights(out, in), layout.bias(out), layout.gain(out), layout.bias(out));
        }
    }

    /** A linear map of an edge and both nodes that it joins, with a bias. */
    record EdgeAffine(int ends, Affine edge) {
        static EdgeAffine of(ParameterLayout layout, int out, int in) {
            return new EdgeAffine(layout.weights(2 * out, in), Affine.of(layout, out, in));
        }
    }

    Variable parameter(int i) {
        return parameters.get(i);
    }

    Variable linear(Variable x, Affine map, Pointwise f) {
        return tape.linear(x, parameter(map.weights), parameter(map.bias), f);
    }

    Variable edgeLinear(Variable nodes, Variable edges, EdgeAffine map, Pointwise f) {
        Variable terms = tape.linear(nodes, parameter(map.ends), Pointwise.IDENTITY);
        return tape.edgeLinear(graph, edges, terms, parameter(map.edge.weights), parameter(map.edge.bias), f);
    }

    Variable norm(Variable x, Norm map, Variable residual) {
        return tape.linearNorm(
                x, parameter(map.weights), parameter(map.bias), residual, parameter(map.gain), parameter(map.shift));
    }

    /** Modulates the nodes of each sample by its conditioning vector. */
    Variable conditioned(Variable nodes, Affine modulation) {
        return tape.film(nodes, linear(condition, modulation, Pointwise.IDENTITY), ofNodes);
    }
}
