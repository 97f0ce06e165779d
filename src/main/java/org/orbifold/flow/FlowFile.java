package org.orbifold.flow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.io.Safetensors;
import org.orbifold.io.StoredTensor;
import org.orbifold.io.TensorFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.symmetry.SymmetryStructure;
import org.orbifold.zoo.TypicalNorms;

/**
 * A training, and the flow that it has made so far, in one safetensors file: tensors of parameters, moments, basis and
 * history; in the metadata what the flow is, and what the zoo says of its data. Told by its content, not its name.
 */
public final class FlowFile {
    private static final String PREFIX = "orbifold.flow.";
    private static final String VERSION = "2";

    /** Larger sizes are not believed. */
    private static final int MOST_LAYERS = 64;

    private static final int MOST_WIDTH = 1024;

    private static final int MOST_WEIGHTS = 1 << 24;

    private FlowFile() {}

    /** Writes a training, whole or not at all. */
    public static void write(Path path, Checkpoint checkpoint) {
        Flow flow = checkpoint.flow();
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        put(tensors, "average", flow.parameters());
        put(tensors, "values", checkpoint.values());
        put(tensors, "firstMoment", checkpoint.firstMoment());
        put(tensors, "secondMoment", checkpoint.secondMoment());
        put(tensors, "affine", flow.affine().moments());
        put(tensors, "basis", flow.basis().vectors());
        put(tensors, "norms", norms(flow.norms()));
        flow.task().ifPresent(task -> put(tensors, "task", task.values()));
        put(tensors, "history", history(checkpoint.history()));
        Map<String, String> metadata = new LinkedHashMap<>(flow.provenance());
        metadata.put(PREFIX + "version", VERSION);
        describe(flow.plan()).forEach((key, value) -> metadata.put(PREFIX + key, value));
        metadata.put(PREFIX + "step", Long.toString(checkpoint.step()));
        metadata.put(PREFIX + "zoo", checkpoint.zoo());
        flow.losses().ifPresent(scale -> {
            metadata.put(PREFIX + "lossMean", Double.toString(scale.mean()));
            metadata.put(PREFIX + "lossDeviation", Double.toString(scale.deviation()));
        });
        Safetensors.write(path, new TensorFile(tensors, metadata));
    }

    private static void put(SequencedMap<String, StoredTensor> tensors, String name, float[] values) {
        tensors.put(PREFIX + name, StoredTensor.of(List.of((long) values.length), values));
    }

    private static Map<String, String> describe(FlowPlan plan) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("architecture", plan.architecture().shape());
        said.put("activation", plan.architecture().activation().id());
        said.put("geometry", plan.geometry().id());
        switch (plan.source()) {
            case Source.Initialization(double deviation) -> {
                said.put("source", "initialization");
                said.put("sourceDeviation", Double.toString(deviation));
            }
            case Source.Uniform(double deviation) -> {
                said.put("source", "uniform");
                said.put("sourceDeviation", Double.toString(deviation));
            }
        }
        said.put("coupling", plan.coupling().id());
        said.put("aligned", Boolean.toString(plan.aligned()));
        said.put("times", plan.times().id());
        said.put("seenInputs", Integer.toString(plan.seenInputs()));
        said.put("network", plan.kind().id());
        said.put("layers", Integer.toString(plan.layers()));
        said.put("width", Integer.toString(plan.width()));
        said.put("batch", Integer.toString(plan.batch()));
        said.put("steps", Long.toString(plan.steps()));
        said.put("rate", Double.toString(plan.rate()));
        said.put("askLoss", Boolean.toString(plan.conditions().loss()));
        said.put("askTask", Boolean.toString(plan.conditions().task()));
        said.put("seed", Long.toString(plan.seed()));
        return said;
    }

    private static float[] norms(TypicalNorms norms) {
        float[] values = new float[norms.logs().size()];
        for (int l = 0; l < values.length; l++) {
            values[l] = norms.logs().get(l).floatValue();
        }
        return values;
    }

    private static float[] history(List<Checkpoint.Seen> history) {
        float[] values = new float[history.size() * 5];
        for (int i = 0; i < history.size(); i++) {
            Checkpoint.Seen seen = history.get(i);
            values[5 * i] = seen.step();
            values[5 * i + 1] = (float) seen.loss();
            values[5 * i + 2] = (float) (Double.isNaN(seen.validation()) ? -1 : seen.validation());
            values[5 * i + 3] = (float) seen.gradientNorm();
            values[5 * i + 4] = (float) seen.seconds();
        }
        return values;
    }

    /**
     * Reads a training.
     *
     * @throws Fault if it cannot be read, is no flow, or its parts do not fit together
     */
    public static Checkpoint read(Path path) {
        return read(path, Safetensors.read(path));
    }

    /**
     * Reads a training from memory.
     *
     * @param path what to call it
     * @throws Fault as {@link #read(Path)}
     */
    public static Checkpoint read(Path path, byte[] safetensors) {
        return read(path, Safetensors.read(path, safetensors));
    }

    private static Checkpoint read(Path path, TensorFile file) {
        if (!file.metadata().containsKey(PREFIX + "version")) {
            throw Fault.in(path, "is not a flow");
        }
        String version = file.metadata().get(PREFIX + "version");
        if (!version.equals(VERSION)) {
            throw Fault.in(path, "is a flow of format " + version + "; this version reads format " + VERSION);
        }
        try {
            return new Reader(file).checkpoint();
        } catch (IllegalArgumentException | Fault e) {
            throw new Fault(path + ": is not a sound flow: " + e.getMessage(), e);
        }
    }

    /** Whether a file that can be read is a flow. */
    public static boolean isFlow(TensorFile file) {
        return file.metadata().containsKey(PREFIX + "version");
    }

    private record Reader(TensorFile file) {
        private String text(String key) {
            String value = file.metadata().get(PREFIX + key);
            if (value == null) {
                throw new IllegalArgumentException("it does not tell its " + key);
            }
            return value;
        }

        private <T> T number(String key, Function<String, T> parse) {
            try {
                return parse.apply(text(key));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(key + " '" + text(key) + "'", e);
            }
        }

        private int size(String key, int least, int most) {
            int value = number(key, Integer::valueOf);
            if (value < least || value > most) {
                throw new IllegalArgumentException(key + " " + value);
            }
            return value;
        }

        private double positive(String key) {
            double value = number(key, Double::valueOf);
            if (!(value > 0) || !Double.isFinite(value)) {
                throw new IllegalArgumentException(key + " " + value);
            }
            return value;
        }

        private <E> E named(String key, E[] values, Function<E, String> id) {
            return Arrays.stream(values)
                    .filter(value -> id.apply(value).equals(text(key)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(key + " '" + text(key) + "'"));
        }

        private float[] tensor(String name, int length) {
            StoredTensor tensor = file.tensors().get(PREFIX + name);
            if (tensor == null || (length >= 0 && tensor.values().length != length)) {
                throw new IllegalArgumentException((tensor == null ? "no " : tensor.values().length + " numbers of ")
                        + name
                        + (length < 0 ? "" : ", " + length + " needed"));
            }
            return tensor.values();
        }

        private FlowPlan plan() {
            Activation activation = named("activation", Activation.values(), Activation::id);
            Architecture architecture = Architecture.parse(text("architecture"), activation);
            if (architecture.parameters() > MOST_WEIGHTS) {
                throw new IllegalArgumentException("networks of " + architecture.parameters() + " parameters");
            }
            double deviation = positive("sourceDeviation");
            Source source = switch (text("source")) {
                case "initialization" -> new Source.Initialization(deviation);
                case "uniform" -> new Source.Uniform(deviation);
                default -> throw new IllegalArgumentException("source '" + text("source") + "'");
            };
            return new FlowPlan(
                    architecture,
                    named("geometry", Geometry.values(), Geometry::id),
                    source,
                    named("coupling", Coupling.values(), Coupling::id),
                    Boolean.parseBoolean(text("aligned")),
                    named("times", TimeLaw.values(), TimeLaw::id),
                    size("seenInputs", 0, architecture.inputs()),
                    named("network", GraphNetwork.Kind.values(), GraphNetwork.Kind::id),
                    size("layers", 1, MOST_LAYERS),
                    size("width", 8, MOST_WIDTH),
                    size("batch", 1, 1 << 16),
                    number("steps", Long::valueOf),
                    positive("rate"),
                    new FlowPlan.Conditions(
                            Boolean.parseBoolean(text("askLoss")), Boolean.parseBoolean(text("askTask"))),
                    number("seed", Long::valueOf));
        }

        Checkpoint checkpoint() {
            FlowPlan plan = plan();
            int inputs = plan.architecture().inputs();
            InputBasis basis = plan.seenInputs() == 0
                    ? InputBasis.identity(inputs)
                    : InputBasis.of(inputs, plan.seenInputs(), tensor("basis", Math.multiplyExact(inputs, inputs)));
            FlowSpace space = new FlowSpace(plan.architecture(), plan.geometry(), basis);
            float[] average = tensor("average", -1);
            AffineVelocity affine = AffineVelocity.of(space.classes(), tensor("affine", -1));
            int parameters = new VelocityNetwork(space, affine, plan.shape(), plan.architecture()).parameters();
            if (average.length != parameters) {
                throw new IllegalArgumentException(average.length + " parameters where its network has " + parameters);
            }
            Optional<LossScale> losses = plan.conditions().loss()
                    ? Optional.of(new LossScale(number("lossMean", Double::valueOf), positive("lossDeviation")))
                    : Optional.empty();
            int outputs = plan.architecture().outputs();
            Optional<TaskStatistics> task = plan.conditions().task()
                    ? Optional.of(
                            new TaskStatistics(outputs, tensor("task", basis.seen() * TaskStatistics.numbers(outputs))))
                    : Optional.empty();
            Map<String, String> provenance = new LinkedHashMap<>(file.metadata());
            provenance.keySet().removeIf(key -> key.startsWith(PREFIX));
            long step = number("step", Long::valueOf);
            if (plan.steps() < 1 || step < 0 || step > plan.steps()) {
                throw new IllegalArgumentException("step " + step + " of " + plan.steps());
            }
            return new Checkpoint(
                    new Flow(plan, basis, affine, average, norms(plan), losses, task, provenance),
                    tensor("values", parameters),
                    tensor("firstMoment", parameters),
                    tensor("secondMoment", parameters),
                    step,
                    history(tensor("history", -1)),
                    text("zoo"));
        }

        private TypicalNorms norms(FlowPlan plan) {
            float[] values = tensor("norms", -1);
            int scales = SymmetryStructure.of(plan.architecture()).scales().size();
            if (values.length != 0 && values.length != scales) {
                throw new IllegalArgumentException(values.length + " norms of hidden layers");
            }
            List<Double> logs = new ArrayList<>();
            for (float value : values) {
                logs.add((double) value);
            }
            return new TypicalNorms(logs);
        }

        private static List<Checkpoint.Seen> history(float[] values) {
            List<Checkpoint.Seen> history = new ArrayList<>();
            for (int i = 0; i + 5 <= values.length; i += 5) {
                double validation = values[i + 2] < 0 ? Double.NaN : values[i + 2];
                history.add(
                        new Checkpoint.Seen((long) values[i], values[i + 1], validation, values[i + 3], values[i + 4]));
            }
            return history;
        }
    }
}
