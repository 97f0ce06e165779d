package org.orbifold.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;

/**
 * Two networks in canonical form, and what is between them: on every sphere of the product a geodesic or its chord;
 * straight in the biases and in the logarithm of the last layer's norm. The last layer's bias is divided by that norm
 * before and multiplied by it after, so that both ends compute what the networks given compute. What is dead in one of
 * them lies on no sphere, and goes straight.
 */
public final class CanonicalPair {
    private final Weights a;
    private final Weights b;
    private final List<List<CanonicalForm.Span>> spans;
    private final double logNormA;
    private final double logNormB;
    private final List<List<SpherePair>> spheres = new ArrayList<>();

    /**
     * The canonical forms of two networks.
     *
     * @throws Fault if their architectures differ or their activation has no scaling symmetry
     */
    public CanonicalPair(Weights a, Weights b) {
        Architecture architecture = a.architecture();
        if (!architecture.equals(b.architecture())) {
            throw new Fault("the architectures differ: " + architecture + " and " + b.architecture());
        }
        CanonicalForm formA = CanonicalForm.of(a, CanonicalForm.LastLayer.UNIT);
        CanonicalForm formB = CanonicalForm.of(b, CanonicalForm.LastLayer.UNIT);
        this.a = formA.weights();
        this.b = formB.weights();
        spans = CanonicalForm.spheres(architecture);
        logNormA = logNorm(formA);
        logNormB = logNorm(formB);
        for (int l = 0; l < spans.size(); l++) {
            List<SpherePair> layer = new ArrayList<>();
            for (int i = 0; i < spans.get(l).size(); i++) {
                CanonicalForm.Span span = spans.get(l).get(i);
                Optional<double[]> x = span.point(this.a);
                Optional<double[]> y = span.point(this.b);
                if (x.isPresent() && y.isPresent()) {
                    layer.add(SpherePair.of(l, i, x.get(), y.get(), bias(this.a, span), bias(this.b, span)));
                }
            }
            spheres.add(List.copyOf(layer));
        }
    }

    private double logNorm(CanonicalForm form) {
        return spans.getLast().getFirst().point(form.weights()).isPresent()
                ? form.logNorm().orElseThrow()
                : 0;
    }

    private static double bias(Weights canonical, CanonicalForm.Span span) {
        return span.bias().isPresent() ? canonical.get(span.bias().getAsInt()) : 0;
    }

    /** The architecture of both. */
    public Architecture architecture() {
        return a.architecture();
    }

    /** The spheres of layer {@code l}, without what is dead in A or B; of the last layer there is one. */
    public List<SpherePair> spheres(int l) {
        return spheres.get(l);
    }

    /** Whether a geodesic leads from A to B: with one input, a neuron's sphere is two points. */
    public boolean isConnected() {
        return spheres.stream().flatMap(List::stream).noneMatch(SpherePair::isDisconnected);
    }

    /**
     * The network a share t of the way along the geodesic.
     *
     * @throws Fault if there is none
     */
    public Weights onGeodesic(double t) {
        spheres.stream()
                .flatMap(List::stream)
                .filter(SpherePair::isDisconnected)
                .findFirst()
                .ifPresent(pair -> {
                    throw new Fault("no geodesic: the sphere of one number is two points, and that of neuron "
                            + pair.neuron() + " of layer " + pair.layer() + " is " + (int) pair.x()[0] + " in A and "
                            + (int) pair.y()[0] + " in B");
                });
        return at(t, pair -> pair.onGeodesic(t));
    }

    /** The network a share t of the way along the chords. */
    public Weights onChord(double t) {
        return at(t, pair -> pair.onChord(t));
    }

    private Weights at(double t, Function<SpherePair, double[]> between) {
        Architecture architecture = architecture();
        float[] block = a.lerp(b, t).toArray();
        for (int l = 0; l < spheres.size(); l++) {
            for (SpherePair pair : spheres.get(l)) {
                double[] point = between.apply(pair);
                int at = spans.get(l).get(pair.neuron()).offset();
                for (int k = 0; k < point.length; k++) {
                    block[at + k] = (float) point[k];
                }
            }
        }
        double norm = Math.exp((1 - t) * logNormA + t * logNormB);
        for (int i = spans.getLast().getFirst().offset(); i < block.length; i++) {
            block[i] = (float) (norm * block[i]);
        }
        return Weights.wrap(architecture, block);
    }
}
