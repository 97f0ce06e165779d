package org.orbifold.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orbifold.align.Alignment;
import org.orbifold.data.DataSet;
import org.orbifold.data.Split;
import org.orbifold.figure.Domain;
import org.orbifold.figure.Figure;
import org.orbifold.figure.FigureFile;
import org.orbifold.figure.FunctionField;
import org.orbifold.figure.FunctionFigure;
import org.orbifold.figure.NetworkFigure;
import org.orbifold.figure.PathFigure;
import org.orbifold.figure.Theme;
import org.orbifold.io.OutputFolder;
import org.orbifold.job.Progress;
import org.orbifold.net.Evaluation;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.path.LossBarrier;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Invariance;

/**
 * The first story, told without a window: two networks trained on two moons; a swap and a scaling that move the weights
 * and leave the function alone; the barrier between the two, before and after alignment.
 *
 * @param table the figures, as lines of text
 */
public record Tour(String table) {
    private static final String PROVENANCE = "orbifold, run without a display";
    private static final int WIDTH = 900;
    private static final int HEIGHT = 600;

    /** Tells the story, and leaves its pictures in a folder. */
    public static Tour run(Path folder) {
        SampleModels.Pair pair = SampleModels.moonsPair();
        DataSet data = pair.data();
        Examples test = data.examples().gather(Split.random(data.rows(), 0.2, 0).test());
        Weights a = pair.a();
        Weights swapped = GroupElement.swap(a.architecture(), 0, 1, 5).actOn(a);
        Weights scaled = GroupElement.scale(a.architecture(), 0, 2, 4).actOn(swapped);
        Alignment alignment = Alignment.byWeights(a, pair.b(), false, 0, 1, Progress.NONE);
        LossBarrier naive = barrier(a, pair.b(), test);
        LossBarrier aligned = barrier(a, alignment.aligned(), test);

        List<String> lines = new ArrayList<>();
        lines.add("step                          loss     |theta - theta0|  max |df|   barrier");
        lines.add(line("A, trained on two moons", a, a, test, ""));
        lines.add(line("A after swap(1, 5)", swapped, a, test, ""));
        lines.add(line("  and scale(n2, x4)", scaled, a, test, ""));
        lines.add(line("B, another seed", pair.b(), a, test, number(naive.barrier())));
        lines.add(line("B aligned to A", alignment.aligned(), a, test, number(aligned.barrier())));
        draw(
                folder,
                pair,
                scaled,
                List.of(
                        new PathFigure.Curve(PathFigure.Kind.NAIVE, false, naive),
                        new PathFigure.Curve(PathFigure.Kind.ALIGNED, false, aligned)));
        lines.add("pictures: " + folder.resolve("network.png") + ", function.png, path.png");
        return new Tour(String.join(System.lineSeparator(), lines) + System.lineSeparator());
    }

    private static LossBarrier barrier(Weights a, Weights b, Examples rows) {
        return LossBarrier.along(new org.orbifold.path.Path.Linear(a, b), LossBarrier.POINTS, rows, Progress.NONE);
    }

    private static String line(String step, Weights network, Weights start, Examples rows, String barrier) {
        return String.format(
                        Locale.ROOT,
                        "%-28s  %-7s  %-16s  %-9s  %s",
                        step,
                        number(Evaluation.outcome(network, rows).loss()),
                        number(start.distance(network)),
                        number(Invariance.maxOutputDifference(start, network)),
                        barrier)
                .stripTrailing();
    }

    private static String number(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, Math.abs(value) < 1e-3 ? "%.1e" : "%.4f", value);
    }

    private static void draw(Path folder, SampleModels.Pair pair, Weights edited, List<PathFigure.Curve> curves) {
        OutputFolder.make(folder);
        Domain domain = Domain.around(pair.data().examples());
        Figure network = NetworkFigure.of(
                edited,
                Optional.of(FunctionField.sample(edited, domain, 40)),
                pair.data().classNames());
        Figure function = new FunctionFigure(
                FunctionField.sample(edited, domain, 192),
                Optional.of(pair.data().examples()),
                Optional.of(FunctionField.sample(pair.a(), domain, 192).decisionContour()),
                Optional.empty(),
                pair.data().classNames(),
                Optional.empty());
        write(folder.resolve("network.png"), network);
        write(folder.resolve("function.png"), function);
        write(folder.resolve("path.png"), new PathFigure(curves));
    }

    private static void write(Path file, Figure figure) {
        FigureFile.write(file, figure, WIDTH, HEIGHT, 1, Theme.LIGHT, PROVENANCE);
    }
}
