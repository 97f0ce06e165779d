package org.orbifold.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Invariance;
import org.orbifold.ui.session.Edit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves a network by symmetries. */
@Command(
        name = "transform",
        description =
                "Move a network by symmetries, in the order in which they are given. Layers and neurons count from"
                        + " 0. Writes a network that computes the same function, unless it is broken or rotated.")
final class TransformCommand implements Runnable {
    private static final Pattern PAIR = Pattern.compile("(\\d+):(\\d+),(\\d+)");
    private static final Pattern FACTOR = Pattern.compile("(\\d+):(\\d+),(.+)");
    private static final Pattern NEURON = Pattern.compile("(\\d+):(\\d+)");

    @Mixin
    private CommonOptions common;

    @Mixin
    private ModelOptions models;

    @Parameters(paramLabel = "MODEL", description = "A file of one network, or ZOO#17.")
    private String location;

    @Option(names = "--out", paramLabel = "O", required = true, description = "The file to write.")
    private Path out;

    private record Step(String option, String value) {}

    private final List<Step> steps = new ArrayList<>();

    @Option(names = "--permute-seed", paramLabel = "S", description = "Permute every hidden layer at random.")
    void permute(String seed) {
        steps.add(new Step("--permute-seed", seed));
    }

    @Option(names = "--scale-seed", paramLabel = "S", description = "Scale every hidden neuron at random, by 1/4 to 4.")
    void scaleAll(String seed) {
        steps.add(new Step("--scale-seed", seed));
    }

    @Option(names = "--swap", paramLabel = "L:I,J", description = "Neurons I and J of hidden layer L change places.")
    void swap(String neurons) {
        steps.add(new Step("--swap", neurons));
    }

    @Option(names = "--scale", paramLabel = "L:I,A", description = "Neuron I of hidden layer L is scaled by A > 0.")
    void scale(String neuron) {
        steps.add(new Step("--scale", neuron));
    }

    @Option(names = "--flip", paramLabel = "L:I", description = "Neuron I of hidden layer L changes its sign.")
    void flip(String neuron) {
        steps.add(new Step("--flip", neuron));
    }

    @Option(
            names = "--break",
            paramLabel = "L",
            description = "Only the incoming weights of hidden layer L move on by one neuron: no symmetry.")
    void breakLayer(String layer) {
        steps.add(new Step("--break", layer));
    }

    @Option(
            names = "--rotate",
            paramLabel = "L:I,X,Y,...",
            description = "The incoming weights of neuron I of layer L turn to the direction (X, Y, ...) in canonical"
                    + " form, or where L is the last layer all of its weights, with I = 0: no symmetry.")
    void rotate(String neuron) {
        steps.add(new Step("--rotate", neuron));
    }

    @Override
    public void run() {
        Report report = common.report();
        ModelFile model = models.readOne(location);
        Architecture architecture = model.architecture();
        List<Edit> edits = new ArrayList<>();
        List<String> applied = new ArrayList<>();
        for (Step step : steps) {
            edits.add(Faults.in(location, () -> edit(architecture, step)));
            applied.add(step.option + " " + step.value);
        }
        ModelFile moved = model.with(Edit.applyAll(edits, model.network()));
        double difference = Invariance.maxOutputDifference(model.network(), moved.network());
        moved.write(out, Map.of());
        report.put("model", location)
                .put("out", out.toString())
                .put("applied", applied)
                .put("maxOutputDifference", difference)
                .put("distance", model.network().distance(moved.network()))
                .print(System.out);
    }

    private static Edit edit(Architecture architecture, Step step) {
        String text = step.option + " " + step.value;
        try {
            return switch (step.option) {
                case "--permute-seed" ->
                    new Edit.Symmetry(
                            text,
                            GroupElement.randomPermutation(
                                    architecture, new SplittableRandom(Long.parseLong(step.value))));
                case "--scale-seed" ->
                    new Edit.Symmetry(
                            text,
                            GroupElement.randomScaling(architecture, new SplittableRandom(Long.parseLong(step.value))));
                case "--swap" -> {
                    Matcher m = match(PAIR, text, step.value, "L:I,J");
                    yield Edit.swap(architecture, number(m, 1), number(m, 2), number(m, 3));
                }
                case "--scale" -> {
                    Matcher m = match(FACTOR, text, step.value, "L:I,A");
                    double factor = Double.parseDouble(m.group(3));
                    if (!(factor > 0)) {
                        throw new Fault("a scaling's factor is above 0");
                    }
                    yield Edit.scale(architecture, number(m, 1), number(m, 2), factor);
                }
                case "--break" -> Edit.breakLayer(architecture, Integer.parseInt(step.value));
                case "--rotate" -> {
                    Matcher m = match(FACTOR, text, step.value, "L:I,X,Y,...");
                    double[] to = Arrays.stream(m.group(3).split(",", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray();
                    yield Edit.rotate(architecture, number(m, 1), number(m, 2), to);
                }
                default -> {
                    Matcher m = match(NEURON, text, step.value, "L:I");
                    yield Edit.flip(architecture, number(m, 1), number(m, 2));
                }
            };
        } catch (NumberFormatException e) {
            throw new Fault(text + ": not a number", e);
        } catch (Fault fault) {
            throw fault.getMessage().startsWith(step.option) ? fault : Fault.in(text, fault.getMessage());
        }
    }

    private static Matcher match(Pattern pattern, String text, String value, String form) {
        Matcher matcher = pattern.matcher(value);
        if (!matcher.matches()) {
            throw new Fault(text + ": write " + form);
        }
        return matcher;
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
