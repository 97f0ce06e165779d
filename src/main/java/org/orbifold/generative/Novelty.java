package org.orbifold.generative;

/**
 * Whether networks are new: neither copies of the training networks nor all alike.
 *
 * @param nearest the mean distance of the networks to the training network that is nearest each
 * @param betweenRuns the mean distance between training networks of different runs
 * @param dispersion the root mean squared distance of the networks to their mean
 * @param trainingDispersion the same of the training networks
 */
public record Novelty(double nearest, double betweenRuns, double dispersion, double trainingDispersion) {
    /** {@code nearest / betweenRuns}: 0 for copies, about 1 for networks as far off as another run. */
    public double nearestTrainingDistance() {
        return nearest / betweenRuns;
    }

    /** {@code dispersion / trainingDispersion}: 0 for networks that are all the same, 1 for as much variety as trained. */
    public double dispersionRatio() {
        return dispersion / trainingDispersion;
    }
}
