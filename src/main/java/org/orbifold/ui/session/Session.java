package org.orbifold.ui.session;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.orbifold.align.Alignment;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.data.Split;
import org.orbifold.figure.Domain;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.PathFigure;
import org.orbifold.figure.Theme;
import org.orbifold.io.ModelFile;
import org.orbifold.job.Fault;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.path.Curve;
import org.orbifold.path.Path;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;

/**
 * What the workbench shows: the networks A and B, their edits, the data, the place t on the path between them, and the
 * selection. The single truth: views bind to its properties and call its methods, on the FX thread; what takes time is
 * done by jobs, which write their results back on the FX thread. No view knows another.
 */
public final class Session {
    private final JobExecutor executor;
    private final History history = new History();
    private final LongProperty seed = new SimpleLongProperty(this, "seed", 0);
    private final Runs runs;
    private final Library library;
    private final Latest making;
    private final MatchingCourse matching;
    private final CurveCourse trained;
    private final SliceCourse slice;
    private final PairsCourse pairs;
    private final Gauges gauges;
    private final Probes probes;
    private final FlowCourse course;
    private final FlowParticles particles;
    private final FlowDiagnosis diagnosis;
    private final LessonCourse lesson;
    private final SessionStore store;

    private final ReadOnlyObjectWrapper<Optional<OpenNetwork>> a = wrapper("a", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<OpenNetwork>> b = wrapper("b", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<DataSet>> data = wrapper("data", Optional.empty());
    private final Arrangement arrangement = new Arrangement();
    private final ReadOnlyObjectWrapper<Optional<Weights>> edited = wrapper("edited", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Weights>> editedB = wrapper("editedB", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Ends>> ends = wrapper("ends", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Weights>> shown = wrapper("shown", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Alignment>> alignment = wrapper("alignment", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Throwable>> failure = wrapper("failure", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Edit>> lastEdit = wrapper("lastEdit", Optional.empty());
    private final DoubleProperty t = new SimpleDoubleProperty(this, "t", 0);
    private final ObjectProperty<PathFigure.Kind> kind =
            new SimpleObjectProperty<>(this, "kind", PathFigure.Kind.NAIVE);
    private final BooleanProperty alignedSpheres = new SimpleBooleanProperty(this, "alignedSpheres", false);
    private final ObjectProperty<Optional<Neuron>> selection =
            new SimpleObjectProperty<>(this, "selection", Optional.empty());
    private final ObjectProperty<Workspace> workspace = new SimpleObjectProperty<>(this, "workspace", Workspace.LEARN);
    private final BooleanProperty playing = new SimpleBooleanProperty(this, "playing", false);
    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(this, "theme", Theme.LIGHT);

    private final BooleanProperty reducedMotion = new SimpleBooleanProperty(this, "reducedMotion", false);
    private final DoubleProperty pixelScale = new SimpleDoubleProperty(this, "pixelScale", 1);

    private Optional<Edit> previewed = Optional.empty();
    private Optional<Split> split = Optional.empty();

    private static <T> ReadOnlyObjectWrapper<T> wrapper(String name, T value) {
        return new ReadOnlyObjectWrapper<>(null, name, value);
    }

    /**
     * An empty session.
     *
     * @param executor does the work
     * @param fx runs on the FX thread
     */
    public Session(JobExecutor executor, Executor fx) {
        this.executor = executor;
        Consumer<Throwable> onFailure = this::report;
        runs = new Runs(fx);
        making = new Latest(executor, fx, onFailure);
        matching = new MatchingCourse(executor, fx, history, seed::get, runs, this::adopt, onFailure);
        trained = new CurveCourse(executor, fx, history, seed::get, runs, this::updateBends, onFailure);
        slice = new SliceCourse(executor, fx, this::around, this::trainingRows, onFailure);
        seed.addListener((o, before, now) -> slice.seed().set(now.longValue()));
        trained.training().addListener((o, before, now) -> slice.held().set(now.isPresent()));
        gauges = new Gauges(executor, fx, onFailure);
        probes = new Probes(this, gauges::testFor, executor, fx, onFailure);
        course = new FlowCourse(executor, fx, seed::get, runs, onFailure);
        pairs = new PairsCourse(course, executor, fx, seed, onFailure);
        particles = new FlowParticles(course, executor, fx, seed, onFailure);
        diagnosis = new FlowDiagnosis(course, particles, executor, fx, seed::get, onFailure);
        lesson = new LessonCourse(this);
        store = new SessionStore(this, executor, fx, onFailure);
        library = new Library(this, fx);
        t.addListener((o, before, now) -> updateShown());
        workspace.addListener((o, before, now) -> playing.set(false));
        kind.addListener((o, before, now) -> {
            updateShown();
            if (before.isCanonical() == now.isCanonical()) {
                updateFacts();
            } else {
                updateCurves();
            }
        });
        alignedSpheres.addListener((o, before, now) -> {
            updateEnds();
            updateCurves();
        });
    }

    /** The session as a file. */
    public SessionStore store() {
        return store;
    }

    /** The lesson under way. */
    public LessonCourse lesson() {
        return lesson;
    }

    /** The work under way. */
    public JobExecutor executor() {
        return executor;
    }

    /** The edits of A and B. */
    public History history() {
        return history;
    }

    /** What is drawn at random is drawn by: alignments, trained curves and flows, directions, samples. */
    public LongProperty seed() {
        return seed;
    }

    /** What can be opened. */
    public Library library() {
        return library;
    }

    /** The long computations so far. */
    public Runs runs() {
        return runs;
    }

    /** Network A as opened. */
    public ReadOnlyObjectProperty<Optional<OpenNetwork>> a() {
        return a.getReadOnlyProperty();
    }

    /** Network B as opened. */
    public ReadOnlyObjectProperty<Optional<OpenNetwork>> b() {
        return b.getReadOnlyProperty();
    }

    /** The data that the networks are measured on. */
    public ReadOnlyObjectProperty<Optional<DataSet>> data() {
        return data.getReadOnlyProperty();
    }

    /** Its training and test rows. */
    public Optional<Split> split() {
        return split;
    }

    /** Network A after its edits. */
    public ReadOnlyObjectProperty<Optional<Weights>> edited() {
        return edited.getReadOnlyProperty();
    }

    /** Network B after its edits. */
    public ReadOnlyObjectProperty<Optional<Weights>> editedB() {
        return editedB.getReadOnlyProperty();
    }

    /** What spheres compare, with the edit that is previewed. */
    public ReadOnlyObjectProperty<Optional<Ends>> ends() {
        return ends.getReadOnlyProperty();
    }

    /** The network at t on the chosen path: what the network and function views show. */
    public ReadOnlyObjectProperty<Optional<Weights>> shown() {
        return shown.getReadOnlyProperty();
    }

    /** How B was aligned to A as opened, once it was. */
    public ReadOnlyObjectProperty<Optional<Alignment>> alignment() {
        return alignment.getReadOnlyProperty();
    }

    /** How B's neurons are brought to A's. */
    public MatchingCourse matching() {
        return matching;
    }

    /** Curves from A to B. */
    public CurveCourse trained() {
        return trained;
    }

    /** The loss around the networks. */
    public SliceCourse slice() {
        return slice;
    }

    /** The pairs of the zoo that is open. */
    public PairsCourse pairs() {
        return pairs;
    }

    /** A and B as edited, and how they are matched. */
    public Optional<Matched> matched() {
        return edited.get()
                .flatMap(first -> editedB.get()
                        .filter(second -> haveOneShape(first, second))
                        .map(second -> {
                            List<Permutation> moved =
                                    history.symmetries(first.architecture()).permutations();
                            MatchingState state = matching.state().get();
                            return new Matched(
                                    first,
                                    second,
                                    state.canonical(),
                                    matching.shown(first.architecture()),
                                    moved,
                                    state.pins());
                        }));
    }

    /** They do, but while another pair is being opened. */
    private static boolean haveOneShape(Weights first, Weights second) {
        return second.architecture().equals(first.architecture());
    }

    /** What is measured of the networks on the data. */
    public Gauges gauges() {
        return gauges;
    }

    /** What networks say of test rows, one by one. */
    public Probes probes() {
        return probes;
    }

    /** The last failure, to be told to the user. */
    public ReadOnlyObjectProperty<Optional<Throwable>> failure() {
        return failure.getReadOnlyProperty();
    }

    /** The edit that was last done, done again, or undone; set anew each time, before the weights change. */
    public ReadOnlyObjectProperty<Optional<Edit>> lastEdit() {
        return lastEdit.getReadOnlyProperty();
    }

    /** The place on the path, in [0, 1]. */
    public DoubleProperty t() {
        return t;
    }

    /** The path that t runs on. */
    public ObjectProperty<PathFigure.Kind> kind() {
        return kind;
    }

    /** Whether spheres compare A with B aligned; of use once it is. */
    public BooleanProperty alignedSpheres() {
        return alignedSpheres;
    }

    /** Whether there is a path of that kind. */
    public boolean offers(PathFigure.Kind which) {
        return switch (which) {
            case NAIVE -> true;
            case ALIGNED -> alignment.get().isPresent();
            case GEODESIC -> ends.get().filter(Ends::haveGeodesic).isPresent();
            case CHORD -> ends.get().filter(Ends::haveCanonicalForms).isPresent();
            case BEZIER, CHAIN -> b.get().isPresent() && trained.bends().get().containsKey(which);
        };
    }

    /** The selected neuron. */
    public ObjectProperty<Optional<Neuron>> selection() {
        return selection;
    }

    /** The flow that is trained. */
    public FlowCourse course() {
        return course;
    }

    /** The networks that it makes. */
    public FlowParticles particles() {
        return particles;
    }

    /** What its faults are found by. */
    public FlowDiagnosis diagnosis() {
        return diagnosis;
    }

    /** What the window is arranged for. */
    public ObjectProperty<Workspace> workspace() {
        return workspace;
    }

    /** Which views stand where, and how they are turned. */
    public Arrangement arrangement() {
        return arrangement;
    }

    /** The clock of the workspace, in [0, 1]: {@link #t}, or the flow time. */
    public DoubleProperty clock() {
        return workspace.get() == Workspace.FLOW ? particles.tau() : t;
    }

    /** Whether that clock runs. */
    public BooleanProperty playing() {
        return playing;
    }

    /** Has it run, or stand. */
    public void togglePlaying() {
        playing.set(!playing.get());
    }

    /** Light or dark. */
    public ObjectProperty<Theme> theme() {
        return theme;
    }

    /** Whether what changes place is there at once, instead of sliding. */
    public BooleanProperty reducedMotion() {
        return reducedMotion;
    }

    /** Pixels a point on the screen that the session is shown on. */
    public DoubleProperty pixelScale() {
        return pixelScale;
    }

    /** The plane of the data, for networks with two inputs. */
    public Optional<Domain> domain() {
        return shown.get()
                .map(Weights::architecture)
                .filter(x -> x.inputs() == 2)
                .map(x -> data.get()
                        .map(DataSet::examples)
                        .filter(rows -> rows.width() == 2)
                        .map(Domain::around)
                        .orElse(new Domain(-3, -3, 3, 3)));
    }

    /** Opens network A: its edits, and the alignment to it, are forgotten. */
    public void openA(OpenNetwork network) {
        a.set(Optional.of(network));
        history.forget(End.A);
        lastEdit.set(Optional.empty());
        selection.set(Optional.empty());
        t.set(0);
        if (b.get().isPresent()
                && !b.get()
                        .get()
                        .weights()
                        .architecture()
                        .equals(network.weights().architecture())) {
            b.set(Optional.empty());
            history.forget(End.B);
        }
        forgetAlignment();
        updateEdited();
        updateCurves();
    }

    /**
     * Opens network B.
     *
     * @throws Fault if its architecture is not A's
     */
    public void openB(OpenNetwork network) {
        Architecture mine = network.weights().architecture();
        Optional<Architecture> other = a.get().map(open -> open.weights().architecture());
        if (other.isPresent() && !other.get().equals(mine)) {
            throw Fault.in(network.name(), "its architecture " + mine + " is not A's " + other.get());
        }
        b.set(Optional.of(network));
        history.forget(End.B);
        forgetAlignment();
        updateEdited();
        updateCurves();
    }

    /** Takes data to measure on; a fifth of the rows, drawn by the seed, are test rows. */
    public void openData(DataSet set, long seed) {
        openData(set, Split.random(set.rows(), 0.2, seed));
    }

    /** Takes data to measure on, split into training and test rows. */
    public void openData(DataSet set, Split parts) {
        split = Optional.of(parts);
        data.set(Optional.of(set));
        gauges.measureOn(set, parts);
        probes.begin();
        matchOnData();
        updateEdited();
        updateCurves();
    }

    /** Makes the data again that a network says it was trained on, where A does not fit what is open and it was no file. */
    public void openDataOf(ModelFile model) {
        if (dataFits()) {
            return;
        }
        DataProvenance.fromMetadata(model.label(), model.metadata())
                .filter(provenance ->
                        DataSets.BUILT_IN.contains(provenance.request().spec()))
                .ifPresent(provenance -> making.submit(
                        "Making " + provenance.request().spec(),
                        progress -> DataSets.load(provenance.request()),
                        set -> openData(set, provenance.rule().split(set.rows()))));
    }

    /** Whether network A can be measured on the data. */
    public boolean dataFits() {
        return edited.get().map(Weights::architecture).filter(gauges::fit).isPresent();
    }

    private void forgetAlignment() {
        alignment.set(Optional.empty());
        alignedSpheres.set(false);
        kind.set(PathFigure.Kind.NAIVE);
        trained.forget();
        slice.forget();
        matching.open(a.get().map(OpenNetwork::weights), b.get().map(OpenNetwork::weights));
        matchOnData();
    }

    private void matchOnData() {
        Optional<Architecture> architecture = a.get().map(open -> open.weights().architecture());
        matching.measureOn(architecture.flatMap(gauges::trainingFor), architecture.flatMap(gauges::testFor));
    }

    /** Edits A, or B where it is open. */
    public void edit(Edit edit) {
        if ((edit.end() == End.A ? a : b).get().isEmpty()) {
            return;
        }
        history.add(edit);
        changed(edit);
    }

    /** Shows an edit that is not made yet, while a handle is dragged. */
    public void preview(Edit edit) {
        previewed = Optional.of(edit);
        t.set(edit.end().t());
        updateEnds();
        if (!(edit instanceof Edit.Symmetry)) {
            updateCurves();
        }
    }

    /**
     * A rotation of what {@link #ends()} shows, as an edit: of the aligned B, that of the neuron of B which it came from.
     */
    public Edit rotation(Edit.Rotate shownRotation) {
        return shownRotation.end() == End.B && alignedSpheres.get()
                ? alignment
                        .get()
                        .<Edit>map(found -> shownRotation.before(aligning(found)))
                        .orElse(shownRotation)
                : shownRotation;
    }

    /** Takes the last edit back. */
    public void undo() {
        history.undo().ifPresent(edit -> {
            switch (edit) {
                case Edit.Rematch rematch -> matching.force(rematch.before());
                case Edit.Rebend bent -> trained.force(bent.kind(), bent.before());
                default -> changed(edit);
            }
        });
    }

    /** Does the last undone edit again. */
    public void redo() {
        history.redo().ifPresent(edit -> {
            switch (edit) {
                case Edit.Rematch rematch -> matching.force(rematch.after());
                case Edit.Rebend bent -> trained.force(bent.kind(), bent.after());
                default -> changed(edit);
            }
        });
    }

    /**
     * Goes to a place of the history.
     *
     * @param position how many edits are to be in force
     */
    public void goTo(int position) {
        int wanted = Math.clamp(position, 0, history.edits().size());
        while (history.position().get() > wanted) {
            undo();
        }
        while (history.position().get() < wanted) {
            redo();
        }
    }

    private void changed(Edit edit) {
        t.set(edit.end().t());
        lastEdit.set(Optional.of(edit));
        updateEdited();
        updateCurves();
    }

    /** A network with its edits in force, and with the one that is previewed. */
    private Optional<Weights> current(End end) {
        Optional<Weights> now = (end == End.A ? edited : editedB).get();
        return previewed
                .filter(edit -> edit.end() == end)
                .map(edit -> now.map(edit::apply))
                .orElse(now);
    }

    /** The product of the symmetries of A in force; empty while no network is open. */
    public Optional<GroupElement> symmetries() {
        return a.get().map(open -> history.symmetries(open.weights().architecture()));
    }

    /** What moves B to where it is aligned with A, A's symmetries included. */
    private GroupElement aligning(Alignment found) {
        return found.element().then(history.symmetries(found.element().architecture()));
    }

    /** B as the straight path of a kind ends in it. */
    private Optional<Weights> target(boolean aligned) {
        return aligned ? alignment.get().flatMap(found -> current(End.B).map(aligning(found)::actOn)) : current(End.B);
    }

    /** The curve of a trained kind from A to B as they are, if there is one. */
    public Optional<Curve> curve(PathFigure.Kind which) {
        return current(End.A).flatMap(from -> current(End.B).flatMap(to -> trained.between(which, from, to)));
    }

    /** The straight path of a kind, if it is straight. */
    public Optional<Path.Linear> straight(PathFigure.Kind which) {
        return path(which).flatMap(path -> path instanceof Path.Linear line ? Optional.of(line) : Optional.empty());
    }

    /** Trains a curve from A to B, as a job; t then runs on it. */
    public void train(PathFigure.Kind which) {
        if (edited.get().isPresent() && editedB.get().isPresent()) {
            trainingRows()
                    .ifPresent(rows -> trained.train(
                            which, edited.get().orElseThrow(), editedB.get().orElseThrow(), rows));
        }
    }

    private Optional<Examples> trainingRows() {
        return edited.get().map(Weights::architecture).flatMap(gauges::trainingFor);
    }

    private Optional<SliceCourse.Networks> around() {
        return current(End.A)
                .map(from -> new SliceCourse.Networks(
                        from,
                        current(End.B),
                        target(true),
                        Optional.ofNullable(trained.bends().get().get(PathFigure.Kind.BEZIER))
                                .map(List::getFirst)));
    }

    /** A curve bends otherwise; while it is trained t runs on it. */
    private void updateBends() {
        trained.training().get().ifPresent(kind::set);
        if (!offers(kind.get())) {
            kind.set(PathFigure.Kind.NAIVE);
        }
        updateShown();
        updateCurves();
    }

    /**
     * A network of the slice put elsewhere, as an edit of what it is: B aligned moves with B.
     *
     * @param aligned whether it is B aligned
     */
    public Edit move(End end, boolean aligned, String name, Weights to) {
        return new Edit.Move(
                end,
                name,
                aligned ? aligning(alignment.get().orElseThrow()).inverse().actOn(to) : to);
    }

    private Optional<Path> path(PathFigure.Kind which) {
        if (!offers(which)) {
            return Optional.empty();
        }
        return switch (which) {
            case NAIVE, ALIGNED ->
                current(End.A)
                        .flatMap(
                                from -> target(which == PathFigure.Kind.ALIGNED).map(to -> new Path.Linear(from, to)));
            case GEODESIC -> ends.get().map(both -> new Path.Geodesic(both.canonical()));
            case CHORD -> ends.get().map(both -> new Path.Chord(both.canonical()));
            case BEZIER, CHAIN -> curve(which).map(curve -> curve);
        };
    }

    /** Aligns B to A by weight matching, as a job; then t runs on the aligned path. */
    public void align(boolean moduloScalings) {
        matching.method().set(MatchingMethod.WEIGHT);
        matching.canonical().set(moduloScalings);
        matching.run();
    }

    /** B is matched in another way, or no more. */
    private void adopt(Optional<Alignment> found) {
        alignment.set(found);
        alignedSpheres.set(found.isPresent());
        if (found.isPresent() && !kind.get().isCanonical()) {
            kind.set(PathFigure.Kind.ALIGNED);
        }
        updateEnds();
        updateCurves();
    }

    private void updateEdited() {
        previewed = Optional.empty();
        edited.set(a.get().map(open -> history.apply(End.A, open.weights())));
        editedB.set(b.get().map(open -> history.apply(End.B, open.weights())));
        updateEnds();
        a.get()
                .ifPresent(
                        open -> gauges.measureEdit(open.weights(), edited.get().orElseThrow()));
    }

    private void updateEnds() {
        ends.set(current(End.A).flatMap(from -> target(alignedSpheres.get()).map(to -> new Ends(from, to))));
        if (!offers(kind.get())) {
            kind.set(PathFigure.Kind.NAIVE);
        }
        updateShown();
    }

    private void updateShown() {
        double at = t.get();
        shown.set(
                at == 0
                        ? current(End.A)
                        : path(kind.get()).map(path -> path.at(at)).or(() -> current(End.A)));
        gauges.measureShown(shown.get());
    }

    /** Evaluates the paths and the slice anew. */
    public void updateCurves() {
        slice.refresh();
        if (edited.get().isEmpty() || b.get().isEmpty()) {
            gauges.forgetPaths();
            return;
        }
        Map<PathFigure.Kind, Path> paths = new EnumMap<>(PathFigure.Kind.class);
        for (PathFigure.Kind which : PathFigure.Kind.values()) {
            if (which.isCanonical() == kind.get().isCanonical()) {
                path(which).ifPresent(path -> paths.put(which, path));
            }
        }
        gauges.measurePaths(edited.get().get().architecture(), paths);
        updateFacts();
    }

    private void updateFacts() {
        edited.get()
                .ifPresent(network -> path(kind.get())
                        .ifPresent(path -> gauges.measurePath(network.architecture(), kind.get(), path)));
    }

    /** Takes the networks and edits of another session; all else stands still until {@link #restored}. */
    void restore(Optional<OpenNetwork> first, Optional<OpenNetwork> second, List<Edit> edits, int position) {
        b.set(Optional.empty());
        first.ifPresentOrElse(this::openA, () -> a.set(Optional.empty()));
        second.ifPresent(this::openB);
        history.restore(edits, position);
        updateEdited();
    }

    /** Another session has been taken. */
    void restored() {
        lastEdit.set(Optional.empty());
        updateCurves();
    }

    /** Tells the user of a failure. */
    public void report(Throwable cause) {
        failure.set(Optional.of(cause));
    }
}
