package org.orbifold.ui.session;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.data.DataProvenance;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.PathFigure;
import org.orbifold.flow.Coupling;
import org.orbifold.flow.Geometry;
import org.orbifold.io.Json;
import org.orbifold.io.Safetensors;
import org.orbifold.io.TensorFile;
import org.orbifold.job.Fault;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;

/**
 * A session in a file: safetensors, with the networks as tensors and all else as one text of JSON in the metadata. What is
 * read is checked before any of it is believed.
 */
final class SessionFile {
    /** What files are called after. */
    static final String EXTENSION = ".orbifold";

    private static final String KEY = "orbifold.session";
    private static final long VERSION = 1;

    private SessionFile() {}

    /**
     * A session as read.
     *
     * @param data what the networks are measured on, to be loaded
     */
    record Read(SessionState state, Optional<DataProvenance> data) {}

    /** Writes a session, whole or not at all. */
    static void write(Path path, SessionState state) {
        write(path, content(state));
    }

    /** Writes what {@link #content} gave. */
    static void write(Path path, TensorFile content) {
        Safetensors.write(path, content);
    }

    /** What is written of a session. */
    static TensorFile content(SessionState state) {
        Blocks blocks = new Blocks();
        StoredEdits edits = new StoredEdits(
                blocks, state.a().map(OpenNetwork::weights), state.b().map(OpenNetwork::weights));
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("version", VERSION);
        state.a().ifPresent(a -> text.put("a", network(a, blocks)));
        state.b().ifPresent(b -> text.put("b", network(b, blocks)));
        state.data()
                .ifPresent(data -> text.put(
                        "data", new DataProvenance(data.request(), data.set().hash(), data.rule()).toMetadata()));
        text.put("edits", state.edits().stream().map(edits::write).toList());
        text.put("position", state.position());
        text.put("matching", edits.write(state.matching()));
        Map<String, Object> bends = new LinkedHashMap<>();
        state.bends().forEach((kind, points) -> bends.put(kind.name(), edits.bends(points)));
        text.put("bends", bends);
        text.put("place", place(state.place()));
        text.put("arrangement", state.arrangement().write());
        text.put("flow", flow(state.flow()));
        state.lesson().ifPresent(lesson -> text.put("lesson", lesson.write()));
        return new TensorFile(blocks.tensors(), Map.of(KEY, Json.text(text)));
    }

    private static Map<String, Object> network(OpenNetwork network, Blocks blocks) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", network.name());
        fields.put("architecture", network.weights().architecture().shape());
        fields.put("activation", network.weights().architecture().activation().id());
        fields.put("weights", blocks.put(network.weights()));
        return fields;
    }

    private static Map<String, Object> place(SessionState.Place place) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("workspace", place.workspace().name());
        fields.put("t", place.t());
        fields.put("path", place.kind().name());
        fields.put("alignedSpheres", place.alignedSpheres());
        place.selection().ifPresent(neuron -> fields.put("selection", List.of(neuron.column(), neuron.index())));
        fields.put("method", place.method().name());
        fields.put("canonical", place.canonical());
        fields.put("layer", place.layer());
        fields.put("slice", place.slice().name());
        fields.put("seed", place.seed());
        fields.put("sliceSeed", place.sliceSeed());
        fields.put("slices", place.slices());
        fields.put("alignedPairs", place.alignedPairs());
        return fields;
    }

    private static Map<String, Object> flow(SessionState.Flow flow) {
        Map<String, Object> fields = new LinkedHashMap<>();
        flow.zoo().ifPresent(file -> fields.put("zoo", file));
        flow.file().ifPresent(file -> fields.put("file", file));
        fields.put("geometry", flow.settings().geometry().name());
        fields.put("coupling", flow.settings().coupling().name());
        fields.put("steps", flow.settings().steps());
        fields.put("batch", flow.settings().batch());
        fields.put("width", flow.settings().width());
        fields.put("tau", flow.tau());
        return fields;
    }

    /**
     * Reads a session.
     *
     * @throws Fault if it cannot be read, or is none
     */
    static Read read(Path path) {
        return read(path, Safetensors.read(path));
    }

    /** As {@link #read(Path)}, of a file that is in memory. */
    static Read read(Path path, byte[] content) {
        return read(path, Safetensors.read(path, content));
    }

    private static Read read(Path path, TensorFile file) {
        String text = file.metadata().get(KEY);
        if (text == null) {
            throw Fault.in(path, "is no session of Orbifold");
        }
        Fields fields = Fields.of(path, Json.parse(path, text.getBytes(StandardCharsets.UTF_8)));
        if (fields.whole("version", 1, Long.MAX_VALUE) > VERSION) {
            throw Fault.in(path, "is a session of a later version of Orbifold");
        }
        try {
            return new Reader(path, fields, new Blocks(file.tensors())).read();
        } catch (Fault fault) {
            String message = fault.getMessage();
            throw message.startsWith(path.toString()) ? fault : Fault.in(path, message);
        }
    }

    private record Reader(Path path, Fields fields, Blocks blocks) {
        Read read() {
            Optional<OpenNetwork> a = fields.optional("a").map(this::network);
            Optional<OpenNetwork> b = fields.optional("b").map(this::network);
            if (a.isPresent()
                    && b.isPresent()
                    && !a.get()
                            .weights()
                            .architecture()
                            .equals(b.get().weights().architecture())) {
                throw fields.fault("A and B have different architectures");
            }
            StoredEdits stored = new StoredEdits(blocks, a.map(OpenNetwork::weights), b.map(OpenNetwork::weights));
            List<Edit> edits =
                    fields.objects("edits").stream().map(stored::read).toList();
            SessionState state = new SessionState(
                    a,
                    b,
                    Optional.empty(),
                    edits,
                    fields.index("position", edits.size() + 1),
                    stored.readMatching(fields.object("matching")),
                    bends(fields.object("bends"), stored),
                    place(fields.object("place"), a.map(OpenNetwork::weights)),
                    Arrangement.read(fields.object("arrangement")),
                    flow(fields.object("flow")),
                    fields.optional("lesson").map(Lesson.Place::read));
            return new Read(state, fields.optional("data").flatMap(this::data));
        }

        private OpenNetwork network(Fields network) {
            Activation activation = Activation.of(network.text("activation"))
                    .orElseThrow(() -> network.fault("there is no activation '" + network.text("activation") + "'"));
            Architecture architecture = Architecture.parse(network.text("architecture"), activation);
            return new OpenNetwork(network.text("name"), blocks.get(network, "weights", architecture));
        }

        private Optional<DataProvenance> data(Fields data) {
            Map<String, String> metadata = new LinkedHashMap<>();
            data.values().keySet().forEach(key -> metadata.put(key.toString(), data.text(key.toString())));
            return DataProvenance.fromMetadata(path, metadata);
        }

        private static Map<PathFigure.Kind, List<Weights>> bends(Fields bends, StoredEdits stored) {
            Map<PathFigure.Kind, List<Weights>> read = new EnumMap<>(PathFigure.Kind.class);
            for (PathFigure.Kind kind : PathFigure.Kind.values()) {
                stored.readBends(bends, kind.name())
                        .filter(points -> !points.isEmpty())
                        .ifPresent(points -> read.put(kind, points));
            }
            return read;
        }

        private static SessionState.Place place(Fields place, Optional<Weights> a) {
            return new SessionState.Place(
                    place.choice("workspace", Workspace.class),
                    place.number("t", 0, 1),
                    place.choice("path", PathFigure.Kind.class),
                    place.truth("alignedSpheres"),
                    place.has("selection") ? Optional.of(selection(place, a)) : Optional.empty(),
                    place.choice("method", MatchingMethod.class),
                    place.truth("canonical"),
                    place.index("layer", Architecture.MAX_NODES),
                    place.choice("slice", SliceCourse.Kind.class),
                    place.whole("seed", 0, Integer.MAX_VALUE),
                    place.whole("sliceSeed", 0, Integer.MAX_VALUE),
                    place.index("slices", SliceCourse.REROLLS + 1),
                    place.truth("alignedPairs"));
        }

        private static Neuron selection(Fields place, Optional<Weights> a) {
            double[] at = place.numbers("selection");
            List<Integer> widths = a.map(Weights::architecture)
                    .filter(Architecture::isPerceptron)
                    .map(Architecture::widths)
                    .orElse(List.of());
            if (at.length != 2
                    || !(at[0] >= 0 && at[0] < widths.size())
                    || !(at[1] >= 0 && at[1] < widths.get((int) at[0]))) {
                throw place.fault("the selected neuron is not there");
            }
            return new Neuron((int) at[0], (int) at[1]);
        }

        private static SessionState.Flow flow(Fields flow) {
            return new SessionState.Flow(
                    flow.has("zoo") ? Optional.of(flow.text("zoo")) : Optional.empty(),
                    flow.has("file") ? Optional.of(flow.text("file")) : Optional.empty(),
                    new FlowSettings(
                            flow.choice("geometry", Geometry.class),
                            flow.choice("coupling", Coupling.class),
                            flow.whole("steps", 1, Integer.MAX_VALUE),
                            (int) flow.whole("batch", 1, 1 << 16),
                            (int) flow.whole("width", 8, 1 << 12)),
                    flow.number("tau", 0, 1));
        }
    }
}
