package org.orbifold.io;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.orbifold.net.Architecture;
import org.orbifold.net.Layer;
import org.orbifold.net.ParameterTensor;

/** The modules of a PyTorch state dictionary: tensors whose names begin alike, by what their names end in. */
final class Modules {
    /** What PyTorch counts beside a batch norm's statistics; no parameter. */
    static final String COUNTER = "num_batches_tracked";

    /** What a module's tensors make it. */
    enum Kind {
        LINEAR,
        CONVOLUTION,
        BATCH_NORM,
        LAYER_NORM;

        static Kind of(Layer layer) {
            return switch (layer) {
                case Layer.Linear _ -> LINEAR;
                case Layer.Convolution _ -> CONVOLUTION;
                case Layer.BatchNorm _ -> BATCH_NORM;
                case Layer.LayerNorm _ -> LAYER_NORM;
                case Layer.Pointwise _,
                        Layer.MaxPool _,
                        Layer.AveragePool _,
                        Layer.GlobalAveragePool _,
                        Layer.Flatten _,
                        Layer.Add _ -> throw new IllegalArgumentException(layer + " has no parameters");
            };
        }
    }

    /**
     * A module.
     *
     * @param prefix what its tensors' names begin with, the dot included
     * @param tensors by what their names end in
     */
    record Module(String prefix, Kind kind, Map<String, TensorInfo> tensors) {
        TensorInfo weight() {
            return tensors.get("weight");
        }

        /** The size of an axis of its weights, counted from the last. */
        int size(int fromLast) {
            return Math.toIntExact(weight().shape().get(weight().rank() - 1 - fromLast));
        }
    }

    private final List<Module> all = new ArrayList<>();
    private final boolean stacked;

    /** Refuses tensors that belong to no module. */
    Modules(Collection<TensorInfo> tensors) throws MalformedFileException {
        Map<String, Map<String, TensorInfo>> byPrefix = new TreeMap<>(NaturalOrder.COMPARATOR);
        for (TensorInfo tensor : tensors) {
            int dot = tensor.name().lastIndexOf('.') + 1;
            String ending = tensor.name().substring(dot);
            if (Stream.of(Layer.Role.values()).noneMatch(role -> role.id().equals(ending))) {
                throw new MalformedFileException(tensor.label() + " belongs to no layer");
            }
            byPrefix.computeIfAbsent(tensor.name().substring(0, dot), prefix -> new TreeMap<>())
                    .put(ending, tensor);
        }
        for (Map<String, TensorInfo> module : byPrefix.values()) {
            if (!module.containsKey("weight")) {
                throw new MalformedFileException(
                        module.values().iterator().next().label()
                                + " belongs to no layer: it has no weights beside it");
            }
        }
        stacked = isStacked(byPrefix.values());
        for (Map.Entry<String, Map<String, TensorInfo>> module : byPrefix.entrySet()) {
            all.add(new Module(module.getKey(), kind(module.getValue()), module.getValue()));
        }
    }

    /** Told by what has only one rank: means of batches, filters, and biases. */
    private static boolean isStacked(Collection<Map<String, TensorInfo>> modules) {
        return modules.stream()
                .anyMatch(module -> module.get("weight").rank() == 5
                        || (module.containsKey("running_mean")
                                && module.get("running_mean").rank() == 2)
                        || (module.get("weight").rank() == 3
                                && module.containsKey("bias")
                                && module.get("bias").rank() == 2));
    }

    private Kind kind(Map<String, TensorInfo> module) throws MalformedFileException {
        TensorInfo weight = module.get("weight");
        if (weight.shape().stream().anyMatch(size -> size < 1 || size > Integer.MAX_VALUE)) {
            throw new MalformedFileException(
                    weight.label() + " has shape " + weight.shapeText() + ", which no layer has");
        }
        return switch (weight.rank() - (stacked ? 1 : 0)) {
            case 1 -> module.containsKey("running_mean") ? Kind.BATCH_NORM : Kind.LAYER_NORM;
            case 2 -> Kind.LINEAR;
            case 4 -> Kind.CONVOLUTION;
            default ->
                throw new MalformedFileException(weight.label() + " has shape " + weight.shapeText()
                        + "; linear layers, 2-D convolutions and norms are read");
        };
    }

    /** All of them, in the order in which people count their names. */
    List<Module> all() {
        return all;
    }

    /**
     * The parameters of an architecture, found among the modules: those of a kind come in the order in which people count
     * their names.
     */
    Blueprint match(Architecture architecture) throws MalformedFileException {
        Map<Kind, List<Module>> left = new EnumMap<>(Kind.class);
        for (Module module : all) {
            left.computeIfAbsent(module.kind, kind -> new ArrayList<>()).add(module);
        }
        List<Optional<TensorInfo>> sources = new ArrayList<>();
        List<TensorName> names = new ArrayList<>();
        for (int k = 1; k <= architecture.nodes().size(); k++) {
            List<ParameterTensor> parameters = architecture.tensors(k);
            if (parameters.isEmpty()) {
                continue;
            }
            Kind kind = Kind.of(architecture.layer(k));
            List<Module> candidates = left.getOrDefault(kind, List.of());
            if (candidates.isEmpty()) {
                throw new MalformedFileException("has too few layers of the kind " + words(kind) + " for "
                        + FileFault.printable(architecture.shape()));
            }
            Module module = candidates.removeFirst();
            for (ParameterTensor parameter : parameters) {
                add(module, parameter, sources, names);
            }
            if (parameters.size() < module.tensors.size()) {
                throw new MalformedFileException(module.weight().label() + " has a bias beside it, and has none in "
                        + FileFault.printable(architecture.shape()));
            }
        }
        for (List<Module> over : left.values()) {
            if (!over.isEmpty()) {
                throw new MalformedFileException(over.getFirst().weight().label() + " has no place in "
                        + FileFault.printable(architecture.shape()));
            }
        }
        return Blueprint.of(architecture, sources, names);
    }

    private static String words(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void add(
            Module module, ParameterTensor parameter, List<Optional<TensorInfo>> sources, List<TensorName> names)
            throws MalformedFileException {
        String ending = parameter.role().id();
        Optional<TensorInfo> source = Optional.ofNullable(module.tensors.get(ending));
        if (source.isEmpty() && !Blueprint.mayBeMissing(parameter)) {
            throw new MalformedFileException(module.weight().label() + " has no " + ending + " beside it");
        }
        sources.add(source);
        names.add(new TensorName(module.prefix + ending, source.isPresent()));
    }
}
