package org.orbifold.ui.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Task;
import org.orbifold.net.Architecture;
import org.orbifold.study.SampleModels;

/**
 * What can be opened: the networks, the zoo and the flow that come with the program, and all that was opened in this
 * session. To be touched on the FX thread only.
 */
public final class Library {
    /** Networks of a zoo that are listed. */
    public static final int LISTED = 50;

    /** Something that can be opened. */
    public sealed interface Entry {
        /** What it is called. */
        String name();

        /** The whole path, where it is a file of the user's. */
        Optional<String> location();

        /** What tells it from others. */
        default String origin() {
            return location().orElse(name());
        }
    }

    /** A network, alone or of a zoo. */
    public record Network(String name, Optional<String> location, Task<ModelFile> reading) implements Entry {}

    /** Several networks of one architecture. */
    public record Zoo(String name, Optional<String> location, Task<ModelFile> reading) implements Entry {}

    /** A trained flow. */
    public record Flow(String name, Optional<String> location) implements Entry {}

    /**
     * The networks of a zoo.
     *
     * @param first those that are listed
     * @param more how many others there are
     */
    public record Members(List<Network> first, int more) {
        public Members {
            first = List.copyOf(first);
        }
    }

    private final Session session;
    private final Latest opening;
    private final Latest expanding;
    private final Latest learning;
    private final ObservableList<Network> networks = FXCollections.observableArrayList();
    private final ObservableList<Zoo> zoos = FXCollections.observableArrayList();
    private final ObservableList<Flow> flows = FXCollections.observableArrayList();
    private final ObservableMap<String, String> known = FXCollections.observableHashMap();
    private final ObservableMap<String, Members> members = FXCollections.observableHashMap();

    // Views are kept: they hear of changes only as long as somebody holds them.
    private final ObservableList<Network> networksSeen = FXCollections.unmodifiableObservableList(networks);
    private final ObservableList<Zoo> zoosSeen = FXCollections.unmodifiableObservableList(zoos);
    private final ObservableList<Flow> flowsSeen = FXCollections.unmodifiableObservableList(flows);
    private final ObservableMap<String, String> knownSeen = FXCollections.unmodifiableObservableMap(known);
    private final ObservableMap<String, Members> membersSeen = FXCollections.unmodifiableObservableMap(members);

    Library(Session session, Executor fx) {
        this.session = session;
        opening = new Latest(session.executor(), fx, session::report);
        expanding = new Latest(session.executor(), fx, session::report);
        learning = new Latest(session.executor(), fx, session::report);
        for (String name : SampleModels.NETWORKS) {
            networks.add(new Network(name, Optional.empty(), progress -> SampleModels.read(name)));
        }
        zoos.add(new Zoo(SampleModels.ZOO, Optional.empty(), progress -> SampleModels.zoo()));
        flows.add(new Flow(SampleModels.FLOW, Optional.empty()));
        session.a().addListener((o, before, now) -> now.ifPresent(this::note));
        session.b().addListener((o, before, now) -> now.ifPresent(this::note));
        session.course().targets().addListener((o, before, now) -> now.ifPresent(this::note));
        session.course().file().addListener((o, before, now) -> now.ifPresent(this::note));
    }

    /** The networks; those of zoos once they were opened. */
    public ObservableList<Network> networks() {
        return networksSeen;
    }

    /** The zoos. */
    public ObservableList<Zoo> zoos() {
        return zoosSeen;
    }

    /** The flows. */
    public ObservableList<Flow> flows() {
        return flowsSeen;
    }

    /** The architectures of entries, by {@link Entry#origin}, where they are known. */
    public ObservableMap<String, String> architectures() {
        return knownSeen;
    }

    /** The networks of zoos, by {@link Entry#origin}, once they were asked for. */
    public ObservableMap<String, Members> members() {
        return membersSeen;
    }

    /** The networks that an entry is open as, or whether it is the zoo or the flow of the workspace Flow. */
    public String place(Entry entry) {
        return switch (entry) {
            case Network network ->
                (isOpen(session.a().get(), network) ? "A" : "")
                        + (isOpen(session.b().get(), network) ? "B" : "");
            case Zoo zoo ->
                session.course()
                        .targets()
                        .get()
                        .filter(open -> open.zoo().file().label().equals(zoo.origin()))
                        .map(open -> "open")
                        .orElse("");
            case Flow flow ->
                session.course()
                        .file()
                        .get()
                        .filter(open -> open.toString().equals(flow.origin()))
                        .map(open -> "open")
                        .orElse("");
        };
    }

    private static boolean isOpen(Optional<OpenNetwork> place, Network network) {
        return place.filter(open -> open.origin().equals(network.origin())).isPresent();
    }

    /** Opens a network as A or B, with the data that it is for. */
    public void open(Network network, End end) {
        opening.submit("Opening " + network.name(), network.reading(), model -> {
            try {
                OpenNetwork open =
                        new OpenNetwork(network.name(), model.networks().getFirst(), network.location());
                if (end == End.A) {
                    session.openA(open);
                } else {
                    session.openB(open);
                }
                session.openDataOf(model);
            } catch (RuntimeException e) {
                session.report(e);
            }
        });
    }

    /** Opens an entry where it is looked at first: a network as A, a zoo and a flow in the workspace Flow. */
    public void open(Entry entry) {
        switch (entry) {
            case Network network -> open(network, End.A);
            case Zoo zoo -> {
                session.workspace().set(Workspace.FLOW);
                zoo.location()
                        .map(Path::of)
                        .ifPresentOrElse(session.course()::openZoo, session.course()::openSampleZoo);
            }
            case Flow flow -> {
                session.workspace().set(Workspace.FLOW);
                flow.location()
                        .map(Path::of)
                        .ifPresentOrElse(session.course()::openFlow, session.course()::openSampleFlow);
            }
        }
    }

    /** Reads which networks a zoo has. */
    public void expand(Zoo zoo) {
        if (members.containsKey(zoo.origin())) {
            return;
        }
        expanding.submit("Reading " + zoo.name(), zoo.reading(), file -> {
            int all = file.networks().size();
            List<Network> first = IntStream.range(0, Math.min(LISTED, all))
                    .mapToObj(k -> new Network(
                            zoo.name() + "#" + k,
                            zoo.location().map(path -> path + "#" + k),
                            progress -> file.with(file.networks().get(k))))
                    .toList();
            known.put(zoo.origin(), all + " of " + file.architecture());
            members.put(zoo.origin(), new Members(first, all - first.size()));
        });
    }

    /** Reads the architectures of what comes with the program. */
    public void learn() {
        learning.submit(
                "Reading the sample networks",
                progress -> SampleModels.NETWORKS.stream()
                        .map(name -> SampleModels.read(name).architecture())
                        .toList(),
                found -> {
                    for (int k = 0; k < found.size(); k++) {
                        know(SampleModels.NETWORKS.get(k), found.get(k));
                    }
                });
    }

    private void know(String origin, Architecture architecture) {
        known.put(origin, architecture.toString());
    }

    private void note(OpenNetwork open) {
        know(open.origin(), open.weights().architecture());
        if (networks.stream().noneMatch(each -> each.origin().equals(open.origin()))) {
            Task<ModelFile> reading = open.location()
                    .<Task<ModelFile>>map(path -> progress -> ModelFile.read(path, Optional.empty()))
                    .orElse(progress -> ModelFile.of(Path.of("network"), open.weights()));
            networks.add(new Network(open.name(), open.location(), reading));
        }
    }

    private void note(FlowTargets open) {
        String origin = open.zoo().file().label();
        known.put(
                origin,
                open.zoo().networks().size() + " of " + open.zoo().file().architecture());
        if (zoos.stream().noneMatch(each -> each.origin().equals(origin))) {
            zoos.add(new Zoo(open.name(), Optional.of(origin), progress -> ModelFile.read(origin, Optional.empty())));
        }
    }

    private void note(Path flow) {
        session.course()
                .view()
                .get()
                .ifPresent(seen -> know(flow.toString(), seen.flow().plan().architecture()));
        if (flows.stream().noneMatch(each -> each.origin().equals(flow.toString()))) {
            flows.add(new Flow(flow.getFileName().toString(), Optional.of(flow.toString())));
        }
    }
}
