package org.orbifold.align;

import java.util.ArrayList;
import java.util.List;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.CanonicalForm;
import org.orbifold.symmetry.GroupElement;

/**
 * Several networks made one: the mean of their parameters, once each was moved within its symmetry class.
 *
 * @param network the mean
 * @param elements for each network what moved it
 * @param moved the networks moved; each computes the same function as before
 * @param objectives for each network what its matching reached
 * @param sweeps for each network the sweeps, or steps, that its matching took
 */
public record Merge(
        Weights network,
        List<GroupElement> elements,
        List<Weights> moved,
        List<Double> objectives,
        List<Integer> sweeps) {
    public Merge {
        elements = List.copyOf(elements);
        moved = List.copyOf(moved);
        objectives = List.copyOf(objectives);
        sweeps = List.copyOf(sweeps);
    }

    /** The plain mean: nothing is moved. */
    public static Merge plain(List<Weights> networks) {
        requireSeveral(networks);
        return of(
                networks,
                networks.stream()
                        .map(network -> GroupElement.identity(network.architecture()))
                        .toList(),
                networks.stream().map(network -> 0.0).toList(),
                networks.stream().map(network -> 0).toList());
    }

    /**
     * The mean of networks aligned to one of them, which stays.
     *
     * @param reference its number
     * @param canonical whether to match modulo scalings, as in {@link Alignment#of}
     */
    public static Merge toReference(
            Matching method, List<Weights> networks, int reference, boolean canonical, long seed, Progress progress) {
        requireSeveral(networks);
        List<GroupElement> elements = new ArrayList<>();
        List<Double> objectives = new ArrayList<>();
        List<Integer> sweeps = new ArrayList<>();
        for (Weights network : networks) {
            progress.report(elements.size(), networks.size(), "aligning");
            Alignment alignment = Alignment.of(
                    method,
                    networks.get(reference),
                    network,
                    canonical,
                    Pins.NONE,
                    seed,
                    Matching.Trace.NONE,
                    progress.silent());
            boolean stays = elements.size() == reference;
            elements.add(stays ? GroupElement.identity(network.architecture()) : alignment.element());
            objectives.add(alignment.objective());
            sweeps.add(alignment.sweeps());
        }
        return of(networks, elements, objectives, sweeps);
    }

    /** The same, to the one that the others end up nearest to, by the sum of their squared distances. */
    public static Merge toNearest(
            Matching method, List<Weights> networks, boolean canonical, long seed, Progress progress) {
        requireSeveral(networks);
        Merge best = toReference(method, networks, 0, canonical, seed, progress.silent());
        double least = best.squaredDistances(0);
        for (int r = 1; r < networks.size(); r++) {
            progress.report(r, networks.size(), "aligning to each network");
            Merge found = toReference(method, networks, r, canonical, seed, progress.silent());
            double distances = found.squaredDistances(r);
            if (distances < least) {
                least = distances;
                best = found;
            }
        }
        return best;
    }

    private double squaredDistances(int reference) {
        return moved.stream()
                .mapToDouble(network -> network.distance(moved.get(reference)))
                .map(distance -> distance * distance)
                .sum();
    }

    /**
     * The mean of networks in a common universe: {@link CycleConsistentMatching}.
     *
     * @param canonical whether to match canonical forms; all are then rescaled to the first network's norms
     */
    public static Merge cycleConsistent(List<Weights> networks, boolean canonical, long seed, Progress progress) {
        requireSeveral(networks);
        if (!canonical) {
            CycleConsistentMatching found = CycleConsistentMatching.of(networks, seed, progress);
            return of(networks, found);
        }
        List<CanonicalForm> forms = networks.stream()
                .map(network -> CanonicalForm.of(network, CanonicalForm.LastLayer.KEEP))
                .toList();
        CycleConsistentMatching found = CycleConsistentMatching.of(
                forms.stream().map(CanonicalForm::weights).toList(), seed, progress);
        List<GroupElement> elements = new ArrayList<>();
        GroupElement norms = forms.getFirst().scaling().inverse();
        for (int p = 0; p < networks.size(); p++) {
            elements.add(forms.get(p).scaling().then(found.elements().get(p)).then(norms));
        }
        return of(networks, new CycleConsistentMatching(elements, found.objective(), found.steps()));
    }

    private static Merge of(List<Weights> networks, CycleConsistentMatching found) {
        return of(
                networks,
                found.elements(),
                networks.stream().map(network -> found.objective()).toList(),
                networks.stream().map(network -> found.steps()).toList());
    }

    private static Merge of(
            List<Weights> networks, List<GroupElement> elements, List<Double> objectives, List<Integer> sweeps) {
        List<Weights> moved = new ArrayList<>();
        for (int p = 0; p < networks.size(); p++) {
            moved.add(
                    elements.get(p).isIdentity()
                            ? networks.get(p)
                            : elements.get(p).actOn(networks.get(p)));
        }
        return new Merge(mean(moved), elements, moved, objectives, sweeps);
    }

    private static Weights mean(List<Weights> networks) {
        float[] mean = new float[networks.getFirst().architecture().parameters()];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (Weights network : networks) {
                sum += network.get(i);
            }
            mean[i] = (float) (sum / networks.size());
        }
        return Weights.wrap(networks.getFirst().architecture(), mean);
    }

    private static void requireSeveral(List<Weights> networks) {
        if (networks.size() < 2) {
            throw new Fault("a merge takes two networks or more");
        }
        for (Weights network : networks) {
            if (!network.architecture().equals(networks.getFirst().architecture())) {
                throw new Fault("the architectures differ: "
                        + networks.getFirst().architecture() + " and " + network.architecture());
            }
        }
    }
}
