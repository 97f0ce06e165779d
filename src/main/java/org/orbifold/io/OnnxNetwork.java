package org.orbifold.io;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.io.OnnxValue.Features;
import org.orbifold.io.OnnxValue.Parameter;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.net.Layer;
import org.orbifold.net.ParameterTensor;
import org.orbifold.tensor.FeatureShape;

/**
 * A network that grows layer by layer while a graph is translated. What only changes how the numbers of a row are seen is
 * no layer; where maps are at last taken as flat, a {@link Layer.Flatten} is put in, but not on the input, which is then
 * flat from the beginning.
 */
final class OnnxNetwork {
    private final List<Architecture.Node> nodes = new ArrayList<>();
    private final List<List<Optional<Parameter>>> parameters = new ArrayList<>();
    private final List<Optional<FeatureShape>> shapes = new ArrayList<>(List.of(Optional.empty()));
    private final Map<Integer, Integer> flattened = new HashMap<>();

    /**
     * Adds a layer.
     *
     * @param taken what it takes
     * @param given its parameters, in the order of {@link Layer#roles}; where one is missing, it is 0, or 1 for a gain
     * @return what it gives
     */
    Features add(OnnxModel.Node node, Layer layer, Features taken, List<Optional<Parameter>> given)
            throws MalformedFileException {
        int from = take(node, taken);
        FeatureShape shape;
        try {
            shape = layer.output(shapes.get(from).orElseThrow());
        } catch (IllegalArgumentException e) {
            throw node.fault(e.getMessage());
        }
        int made = add(layer, from, shape, given);
        List<Long> seen = taken.shape().size() == 1
                ? List.of((long) shape.channels())
                : List.of((long) shape.channels(), (long) shape.height(), (long) shape.width());
        return new Features(made, seen);
    }

    private int add(Layer layer, int from, FeatureShape shape, List<Optional<Parameter>> given) {
        nodes.add(new Architecture.Node(layer, from));
        parameters.add(given);
        shapes.add(Optional.of(shape));
        return nodes.size();
    }

    /** Adds two features: the later one is taken, the earlier is added to it. */
    Features sum(OnnxModel.Node node, Features a, Features b) throws MalformedFileException {
        if (!a.shape().equals(b.shape())) {
            throw node.fault("adds rows of shape " + TensorInfo.text(b.shape()) + " to rows of shape "
                    + TensorInfo.text(a.shape()));
        }
        int earlier = Math.min(take(node, a), take(node, b));
        int later = Math.max(take(node, a), take(node, b));
        int made = add(new Layer.Add(earlier), later, shapes.get(later).orElseThrow(), List.of());
        return new Features(made, a.shape());
    }

    /**
     * Gives a layer a bias, if it can have one and has none yet.
     *
     * @return whether it got it
     */
    boolean addBias(Features features, Parameter bias) {
        int k = features.node() - 1;
        boolean hasNone = k >= 0
                && parameters.get(k).stream().filter(Optional::isPresent).count() == 1
                && nodes.get(k).layer().isWeighted();
        if (hasNone) {
            if (nodes.get(k).layer() instanceof Layer.Convolution(int out, var window, var _)) {
                nodes.set(
                        k,
                        new Architecture.Node(
                                new Layer.Convolution(out, window, true),
                                nodes.get(k).from()));
            }
            parameters.set(k, List.of(parameters.get(k).getFirst(), Optional.of(bias)));
        }
        return hasNone;
    }

    /** The shape in which features are seen. */
    static FeatureShape shape(OnnxModel.Node node, Features features) throws MalformedFileException {
        List<Long> sizes = features.shape();
        if (sizes.size() != 1 && sizes.size() != 3) {
            throw node.fault("takes rows of shape " + TensorInfo.text(sizes)
                    + "; rows of features and of maps in two dimensions are read");
        }
        int height = sizes.size() == 3 ? sizes.get(1).intValue() : 1;
        int width = sizes.size() == 3 ? sizes.get(2).intValue() : 1;
        return new FeatureShape(sizes.getFirst().intValue(), height, width);
    }

    /** The node whose result has the shape in which features are seen. */
    private int take(OnnxModel.Node node, Features features) throws MalformedFileException {
        FeatureShape seen = shape(node, features);
        int k = features.node();
        if (shapes.get(k).isEmpty()) {
            shapes.set(0, Optional.of(seen));
        }
        FeatureShape own = shapes.get(k).orElseThrow();
        if (own.equals(seen)) {
            return k;
        }
        if (!seen.isFlat()) {
            throw node.fault("takes features of shape " + own + " as maps of shape " + seen);
        }
        return flattened.computeIfAbsent(k, _ -> add(new Layer.Flatten(), k, seen, List.of()));
    }

    /** The network that ends with those features. */
    Blueprint end(OnnxModel.Node node, Features last) throws MalformedFileException {
        take(node, last);
        Architecture architecture;
        try {
            architecture = Architecture.of(shapes.getFirst().orElseThrow(), nodes);
        } catch (Fault e) {
            throw new MalformedFileException(e.getMessage(), e);
        }
        List<Optional<TensorInfo>> sources = parameters.stream()
                .flatMap(List::stream)
                .map(parameter -> parameter.map(Parameter::tensor))
                .toList();
        return new Blueprint(architecture, sources, names(architecture, sources), false, 1);
    }

    /** The file's own names where they are PyTorch's, if a file with them is read as this network; else those of a sequence. */
    private List<TensorName> names(Architecture architecture, List<Optional<TensorInfo>> sources) {
        List<ParameterTensor> tensors = architecture.tensors();
        List<TensorName> sequential = Blueprint.sequentialNames(architecture);
        List<TensorName> own = new ArrayList<>();
        List<TensorName> plain = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            ParameterTensor tensor = tensors.get(i);
            boolean stored = sources.get(i).isPresent() || !Blueprint.mayBeMissing(tensor);
            String name = sequential.get(i).name();
            Optional<String> module = module(tensor.node());
            own.add(new TensorName(
                    module.map(begin -> begin + tensor.role().id()).orElse(name), stored));
            plain.add(new TensorName(name, stored));
        }
        return areFoundAgain(architecture, own) ? own : plain;
    }

    private static boolean areFoundAgain(Architecture architecture, List<TensorName> names) {
        List<ParameterTensor> parameters = architecture.tensors();
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        try {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i).name();
                List<Long> shape = parameters.get(i).shape();
                if (names.get(i).stored()) {
                    tensors.put(name, TensorInfo.of(name, ElementType.F32, ByteOrder.LITTLE_ENDIAN, false, shape, 0));
                }
            }
            return ModelReader.blueprint(tensors.values(), architecture.activation(), Optional.of(architecture.shape()))
                    .names()
                    .equals(names);
        } catch (MalformedFileException _) {
            return false;
        }
    }

    /** What a node's parameters' names begin with in PyTorch, as far as one of them ends as PyTorch's do. */
    private Optional<String> module(int node) {
        List<Optional<Parameter>> given = parameters.get(node - 1);
        for (int i = 0; i < given.size(); i++) {
            String ending = "." + nodes.get(node - 1).layer().roles().get(i).id();
            String name = given.get(i).map(Parameter::name).orElse("");
            if (name.endsWith(ending)) {
                return Optional.of(name.substring(0, name.length() - ending.length() + 1));
            }
        }
        return Optional.empty();
    }
}
