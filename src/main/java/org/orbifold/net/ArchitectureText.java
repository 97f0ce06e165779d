package org.orbifold.net;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.orbifold.job.Fault;
import org.orbifold.tensor.FeatureShape;
import org.orbifold.tensor.Window;

/**
 * Architectures as text. A multilayer perceptron is its widths, {@code 784-64-10}. Anything else is the shape of the input
 * and then its nodes, each from the one before, joined by hyphens, {@code 1x28x28-c8k3-relu-mp2-flat-10}:
 *
 * <ul>
 *   <li>{@code 10}: a linear layer of 10 outputs
 *   <li>{@code c8k3}: a convolution of 8 filters 3x3, in steps of 1, padded so that maps keep their size;
 *       {@code c8k3x5s2p0}: 3x5, in steps of 2, unpadded; {@code c8k3n}: no bias
 *   <li>{@code bn}, {@code ln}: batch norm, layer norm; {@code bn0.001} with that epsilon
 *   <li>{@code relu} and the other activations
 *   <li>{@code mp2}, {@code ap2}: max and average pooling of 2x2 in steps of 2; {@code mp3s2p1} with step and padding
 *   <li>{@code gap}: global average pooling; {@code flat}: all places as channels
 *   <li>{@code +3}: adds what node 3 gives, the input being node 0
 *   <li>{@code @3}: no node; the next one takes what node 3 gives
 * </ul>
 *
 * <p>Read, but written as what they stand for: {@code r16}, {@code r32s2}, a basic block of a residual network (He et al.
 * 2016): two convolutions with batch norm, and what came in, projected where its shape differs, added.
 */
final class ArchitectureText {
    private static final Pattern INPUT = Pattern.compile("(\\d+)(?:x(\\d+)x(\\d+))?");
    private static final String PAIR = "(\\d+)(?:x(\\d+))?";
    private static final String STEPS = "(?:s" + PAIR + ")?(?:p" + PAIR + ")?";
    private static final Pattern CONVOLUTION = Pattern.compile("c(\\d+)k" + PAIR + STEPS + "(n?)");
    private static final Pattern POOLING = Pattern.compile("([ma])p" + PAIR + STEPS);
    private static final Pattern NORM = Pattern.compile("([bl])n(\\d+(?:\\.\\d+)?)?");
    private static final Pattern BLOCK = Pattern.compile("r(\\d+)(?:s(\\d+))?");
    private static final Pattern REFERENCE = Pattern.compile("([@+])(\\d+)");

    private final String text;
    private final List<Architecture.Node> nodes = new ArrayList<>();
    private final List<FeatureShape> shapes = new ArrayList<>();
    private int at;

    private ArchitectureText(String text, FeatureShape input) {
        this.text = text;
        shapes.add(input);
    }

    /** As {@link Architecture#parse}. */
    static Architecture parse(String given, Activation activation) {
        String text = given.strip();
        try {
            String[] tokens = text.split("-", -1);
            if (Arrays.stream(tokens).allMatch(token -> token.matches("\\d+"))) {
                return new Architecture(
                        Arrays.stream(tokens).map(Integer::valueOf).toList(), activation);
            }
            Matcher shape = INPUT.matcher(tokens[0]);
            if (!shape.matches()) {
                throw unreadable(text, tokens[0]);
            }
            ArchitectureText reader = new ArchitectureText(
                    text,
                    new FeatureShape(number(shape.group(1)), number(shape.group(2), 1), number(shape.group(3), 1)));
            for (int k = 1; k < tokens.length; k++) {
                reader.read(tokens[k]);
            }
            return Architecture.of(reader.shapes.getFirst(), reader.nodes);
        } catch (IllegalArgumentException e) {
            throw new Fault("not an architecture: '" + text + "': " + e.getMessage(), e);
        }
    }

    private static Fault unreadable(String text, String token) {
        return new Fault("not an architecture: '" + text + "': what is '" + token
                + "'? (write widths as 784-64-10, or layers as 1x28x28-c8k3-relu-mp2-flat-10)");
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static int number(String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private void add(Layer layer) {
        if (nodes.size() == Architecture.MAX_NODES) {
            throw new IllegalArgumentException("more than " + Architecture.MAX_NODES + " layers");
        }
        nodes.add(new Architecture.Node(layer, at));
        shapes.add(layer.output(shapes.get(at)));
        at = nodes.size();
    }

    private void read(String token) {
        Matcher convolution = CONVOLUTION.matcher(token);
        Matcher pooling = POOLING.matcher(token);
        Matcher norm = NORM.matcher(token);
        Matcher block = BLOCK.matcher(token);
        Matcher reference = REFERENCE.matcher(token);
        Optional<Activation> activation = Activation.of(token);
        if (token.matches("\\d+")) {
            add(new Layer.Linear(number(token)));
        } else if (token.equals("gap")) {
            add(new Layer.GlobalAveragePool());
        } else if (token.equals("flat")) {
            add(new Layer.Flatten());
        } else if (activation.isPresent()) {
            add(new Layer.Pointwise(activation.get()));
        } else if (convolution.matches()) {
            Window window = window(convolution, 2, true);
            add(new Layer.Convolution(
                    number(convolution.group(1)), window, convolution.group(8).isEmpty()));
        } else if (pooling.matches()) {
            Window window = window(pooling, 2, false);
            add(pooling.group(1).equals("m") ? new Layer.MaxPool(window) : new Layer.AveragePool(window));
        } else if (norm.matches()) {
            double epsilon = norm.group(2) == null ? Layer.EPSILON : Double.parseDouble(norm.group(2));
            add(norm.group(1).equals("b") ? new Layer.BatchNorm(epsilon) : new Layer.LayerNorm(epsilon));
        } else if (block.matches()) {
            residualBlock(number(block.group(1)), number(block.group(2), 1));
        } else if (reference.matches() && number(reference.group(2)) <= nodes.size()) {
            if (reference.group(1).equals("@")) {
                at = number(reference.group(2));
            } else {
                add(new Layer.Add(number(reference.group(2))));
            }
        } else {
            throw unreadable(text, token);
        }
    }

    /** The window whose sizes, steps and paddings are the groups from {@code first} on. */
    private static Window window(Matcher groups, int first, boolean padded) {
        int height = number(groups.group(first));
        int width = number(groups.group(first + 1), height);
        int down = number(groups.group(first + 2), padded ? 1 : height);
        int right = number(groups.group(first + 3), groups.group(first + 2) == null && !padded ? width : down);
        int above = number(groups.group(first + 4), padded ? (height - 1) / 2 : 0);
        int beside =
                number(groups.group(first + 5), groups.group(first + 4) == null && padded ? (width - 1) / 2 : above);
        return new Window(height, width, down, right, above, beside);
    }

    private void residualBlock(int channels, int step) {
        int start = at;
        boolean keepsShape = step == 1 && shapes.get(start).channels() == channels;
        add(new Layer.Convolution(channels, Window.square(3, step, 1), false));
        add(new Layer.BatchNorm(Layer.EPSILON));
        add(new Layer.Pointwise(Activation.RELU));
        add(new Layer.Convolution(channels, Window.square(3, 1, 1), false));
        add(new Layer.BatchNorm(Layer.EPSILON));
        int branch = at;
        if (keepsShape) {
            add(new Layer.Add(start));
        } else {
            at = start;
            add(new Layer.Convolution(channels, Window.square(1, step, 0), false));
            add(new Layer.BatchNorm(Layer.EPSILON));
            add(new Layer.Add(branch));
        }
        add(new Layer.Pointwise(Activation.RELU));
    }

    /** The text of an architecture. */
    static String of(Architecture architecture) {
        if (architecture.isPerceptron()) {
            return architecture.widths().stream().map(String::valueOf).collect(Collectors.joining("-"));
        }
        StringBuilder text = new StringBuilder(architecture.input().toString());
        for (int k = 1; k <= architecture.nodes().size(); k++) {
            Architecture.Node node = architecture.nodes().get(k - 1);
            if (node.from() != k - 1) {
                text.append("-@").append(node.from());
            }
            text.append('-').append(token(node.layer()));
        }
        return text.toString();
    }

    /** The text of a layer. */
    static String token(Layer layer) {
        return switch (layer) {
            case Layer.Linear(int out) -> Integer.toString(out);
            case Layer.Convolution(int out, Window w, boolean bias) -> {
                boolean kept = w.above() == (w.height() - 1) / 2 && w.beside() == (w.width() - 1) / 2;
                yield "c" + out + "k" + pair(w.height(), w.width())
                        + (w.down() == 1 && w.right() == 1 ? "" : "s" + pair(w.down(), w.right()))
                        + (kept ? "" : "p" + pair(w.above(), w.beside()))
                        + (bias ? "" : "n");
            }
            case Layer.MaxPool(Window window) -> "mp" + pooling(window);
            case Layer.AveragePool(Window window) -> "ap" + pooling(window);
            case Layer.BatchNorm(double epsilon) -> "bn" + epsilon(epsilon);
            case Layer.LayerNorm(double epsilon) -> "ln" + epsilon(epsilon);
            case Layer.Pointwise(Activation activation) -> activation.id();
            case Layer.GlobalAveragePool() -> "gap";
            case Layer.Flatten() -> "flat";
            case Layer.Add(int other) -> "+" + other;
        };
    }

    private static String pooling(Window w) {
        return pair(w.height(), w.width())
                + (w.down() == w.height() && w.right() == w.width() ? "" : "s" + pair(w.down(), w.right()))
                + (w.above() == 0 && w.beside() == 0 ? "" : "p" + pair(w.above(), w.beside()));
    }

    private static String pair(int first, int second) {
        return first == second ? Integer.toString(first) : first + "x" + second;
    }

    private static String epsilon(double epsilon) {
        return epsilon == Layer.EPSILON ? "" : new BigDecimal(Double.toString(epsilon)).toPlainString();
    }
}
