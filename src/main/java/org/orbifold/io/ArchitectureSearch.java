package org.orbifold.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orbifold.io.Modules.Kind;
import org.orbifold.io.Modules.Module;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;

/**
 * Guesses what a convolutional network computes from its modules' usual names: sequential ones, where the numbers that the
 * names leave out are activations and pooling, as in {@code features.0.weight} of VGG networks (Simonyan and Zisserman
 * 2015), and residual ones ({@code layer1.0.conv1.weight}, He et al. 2016). What names do not tell is taken as is usual:
 * windows that keep the size of maps, max pooling of 2x2, steps of 2 where a stage begins.
 */
final class ArchitectureSearch {
    private static final Pattern NUMBERED = Pattern.compile("(|.*\\.)(\\d+)\\.");
    private static final Pattern STAGE = Pattern.compile("(.*?)layer(\\d+)\\.(\\d+)\\.(.*)");

    private final List<Module> modules;
    private final Activation activation;
    private final List<String> tokens = new ArrayList<>();

    private ArchitectureSearch(List<Module> modules, Activation activation) {
        this.modules = modules;
        this.activation = activation;
    }

    /** The likely architecture of a network with those modules and that activation; refuses names that do not tell. */
    static Architecture of(Modules modules, Activation activation) throws MalformedFileException {
        ArchitectureSearch search = new ArchitectureSearch(modules.all(), activation);
        boolean residual = modules.all().stream()
                .anyMatch(module -> STAGE.matcher(module.prefix()).matches());
        String text = residual ? search.residual() : search.sequential();
        try {
            return Architecture.parse(text, activation);
        } catch (Fault e) {
            throw unclear(e.getMessage());
        }
    }

    private static MalformedFileException unclear(String why) {
        return new MalformedFileException("its names do not tell the architecture (" + why
                + "); --model-architecture tells it, as in 1x28x28-c8k3-relu-mp2-flat-10");
    }

    private static MalformedFileException unclear(Module module) {
        return unclear("what is " + FileFault.printable(module.prefix()) + "?");
    }

    private Optional<Module> find(String name) {
        return modules.stream()
                .filter(module ->
                        module.prefix().equals(name) || module.prefix().endsWith("." + name))
                .findFirst();
    }

    private static String filters(Module module, String rest) {
        int height = module.size(1);
        int width = module.size(0);
        return "c" + module.size(module.kind() == Kind.CONVOLUTION ? 3 : 1) + "k" + height
                + (width == height ? "" : "x" + width) + rest
                + (module.tensors().containsKey("bias") ? "" : "n");
    }

    private String residual() throws MalformedFileException {
        Module stem = find("conv1.").orElseThrow(() -> unclear("there is no conv1"));
        boolean large = stem.size(0) == 7;
        int side = large ? 224 : stem.size(2) == 1 ? 28 : 32;
        tokens.add(stem.size(2) + "x" + side + "x" + side);
        tokens.add(filters(stem, large ? "s2" : ""));
        addNorm("bn1.");
        tokens.add(activation.id());
        if (large) {
            tokens.add("mp3s2p1");
        }
        for (int stage = 1; find("layer" + stage + ".0.conv1.").isPresent(); stage++) {
            for (int block = 0; find("layer" + stage + "." + block + ".conv1.").isPresent(); block++) {
                block("layer" + stage + "." + block + ".", stage > 1 && block == 0 ? 2 : 1);
            }
        }
        tokens.add("gap");
        for (Module module : modules) {
            if (module.kind() == Kind.LINEAR) {
                tokens.add(Integer.toString(module.size(1)));
            }
        }
        return String.join("-", tokens);
    }

    private void addNorm(String name) {
        if (find(name).isPresent()) {
            tokens.add("bn");
        }
    }

    private int nodes() {
        return (int)
                tokens.stream().skip(1).filter(token -> token.charAt(0) != '@').count();
    }

    /** A basic block, or a bottleneck, whose middle convolution takes the step. */
    private void block(String prefix, int step) throws MalformedFileException {
        int start = nodes();
        boolean bottleneck = find(prefix + "conv3.").isPresent();
        int last = bottleneck ? 3 : 2;
        for (int i = 1; i <= last; i++) {
            Module convolution = find(prefix + "conv" + i + ".").orElseThrow(() -> unclear("a block without conv2"));
            boolean steps = step > 1 && i == (bottleneck ? 2 : 1);
            tokens.add(filters(convolution, steps ? "s" + step : ""));
            addNorm(prefix + "bn" + i + ".");
            if (i < last) {
                tokens.add(activation.id());
            }
        }
        int branch = nodes();
        Optional<Module> projection = find(prefix + "downsample.0.").or(() -> find(prefix + "shortcut.0."));
        if (projection.isPresent()) {
            tokens.add("@" + start);
            tokens.add(filters(projection.get(), step > 1 ? "s" + step : ""));
            addNorm(prefix + (find(prefix + "downsample.1.").isPresent() ? "downsample.1." : "shortcut.1."));
            tokens.add("+" + branch);
        } else {
            tokens.add("+" + start);
        }
        tokens.add(activation.id());
    }

    private String sequential() throws MalformedFileException {
        List<Module> order = new ArrayList<>();
        modules.stream()
                .filter(module -> module.kind() == Kind.CONVOLUTION)
                .findFirst()
                .ifPresent(first -> {
                    String stem = stem(first);
                    modules.stream().filter(module -> stem(module).equals(stem)).forEach(order::add);
                });
        modules.stream().filter(module -> !order.contains(module)).forEach(order::add);
        int reduced = 1;
        for (int k = 0; k < order.size(); k++) {
            Module module = order.get(k);
            if (!NUMBERED.matcher(module.prefix()).matches()) {
                throw unclear(module);
            }
            if (k > 0) {
                reduced *= between(order.get(k - 1), module);
            }
            tokens.add(
                    switch (module.kind()) {
                        case LINEAR -> Integer.toString(module.size(1));
                        case CONVOLUTION -> filters(module, "");
                        case BATCH_NORM -> "bn";
                        case LAYER_NORM -> "ln";
                    });
        }
        return input(order, reduced) + "-" + String.join("-", tokens);
    }

    private static String stem(Module module) {
        Matcher numbered = NUMBERED.matcher(module.prefix());
        return numbered.matches() ? numbered.group(1) : module.prefix();
    }

    /** Adds what has no parameters between two modules; returns by how much maps become smaller. */
    private int between(Module before, Module after) {
        boolean flattened = after.kind() == Kind.LINEAR && !isFlat();
        boolean apart = !stem(before).equals(stem(after));
        int missing = apart ? 2 : number(after) - number(before) - 1 - (flattened ? 1 : 0);
        boolean pooled = missing > 1 && !isFlat();
        if (missing > 0) {
            tokens.add(activation.id());
        }
        if (pooled) {
            tokens.add("mp2");
        }
        if (flattened) {
            tokens.add("flat");
        }
        return pooled ? 2 : 1;
    }

    private boolean isFlat() {
        return tokens.stream().noneMatch(token -> token.startsWith("c")) || tokens.contains("flat");
    }

    private static int number(Module module) {
        Matcher numbered = NUMBERED.matcher(module.prefix());
        return numbered.matches() ? Integer.parseInt(numbered.group(2)) : 0;
    }

    /** The shape of the input: square maps, as large as the first linear layer needs. */
    private String input(List<Module> order, int reduced) throws MalformedFileException {
        Module first = order.getFirst();
        if (first.kind() == Kind.LINEAR) {
            return Integer.toString(first.size(0));
        }
        int channels = 0;
        for (Module module : order) {
            if (module.kind() == Kind.CONVOLUTION) {
                channels = module.size(3);
            } else if (module.kind() == Kind.LINEAR) {
                int side = (int) Math.round(Math.sqrt((double) module.size(0) / Math.max(1, channels)));
                if (channels == 0 || side * side * channels != module.size(0)) {
                    throw unclear("maps of " + channels + " channels before "
                            + module.weight().label() + " of shape "
                            + module.weight().shapeText());
                }
                int input = side * reduced;
                return first.size(2) + "x" + input + "x" + input;
            }
        }
        throw unclear("there is no linear layer");
    }
}
