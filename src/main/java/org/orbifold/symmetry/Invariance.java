package org.orbifold.symmetry;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.orbifold.job.Progress;
import org.orbifold.net.Architecture;
import org.orbifold.net.ForwardMap;
import org.orbifold.net.Weights;

/** How far two networks' functions are apart: what shows that a symmetry moved the weights and not the function. */
public final class Invariance {
    /** The number of probe inputs, unless said otherwise. */
    public static final int PROBES = 256;

    private Invariance() {}

    /** Standard normal probe inputs {@code [probes][inputs]}, the same for every architecture of that many inputs. */
    public static double[][] probes(Architecture architecture) {
        SplittableRandom random = new SplittableRandom(architecture.inputs());
        double[][] probes = new double[PROBES][architecture.inputs()];
        for (double[] probe : probes) {
            Arrays.setAll(probe, i -> random.nextGaussian());
        }
        return probes;
    }

    /** {@code max |f_a(x) - f_b(x)|} over the probes x and the outputs, computed in double. */
    public static double maxOutputDifference(Weights a, Weights b) {
        return maxOutputDifference(a, b, Progress.NONE);
    }

    /** The same as part of a job. */
    public static double maxOutputDifference(Weights a, Weights b, Progress progress) {
        ForwardMap f = new ForwardMap(a);
        ForwardMap g = new ForwardMap(b);
        double[][] u = f.newActivations();
        double[][] v = g.newActivations();
        double max = 0;
        for (double[] x : probes(a.architecture())) {
            progress.checkCancelled();
            f.apply(x, u);
            g.apply(x, v);
            for (int c = 0; c < a.architecture().outputs(); c++) {
                max = Math.max(max, Math.abs(u[u.length - 1][c] - v[v.length - 1][c]));
            }
        }
        return max;
    }
}
