package org.orbifold.ui.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.orbifold.figure.PathFigure;
import org.orbifold.io.TensorFile;
import org.orbifold.job.JobExecutor;
import org.orbifold.study.SampleModels;

/** A lesson that comes with the program: a session with a text, read from it, and made again from nothing. */
public final class SampleLesson {
    /** All, in their order. */
    public static final List<SampleLesson> ALL = List.of(
            new SampleLesson(
                    1,
                    "Neurons have no order",
                    session -> {},
                    step("""
                    This network has learned to tell two half moons apart. Each circle in the middle is a hidden neuron, \
                    painted with what it answers at every point of the plane; each line is a weight, blue where it is \
                    negative and brown where it is positive. On the right is what the whole network answers.""", "network", "function"),
                    task(LessonTask.SWAP, """
                    Drag a neuron of the column hidden 0 onto another one of that column. Both keep all their weights, \
                    those that come in and those that go out: they only change places.""", "neuron-0-1", "neuron-0-5"),
                    step("""
                    Look at the line under the network. |\u03b8 \u2212 \u03b8\u2080| says how far the weights, read as one \
                    long list of numbers, have moved. max |\u0394f| says by how much any answer has changed: not at all, \
                    up to rounding. Two lists of numbers, one function: that is a symmetry.""", "invariance"),
                    task(LessonTask.BREAK, """
                    Now do only half of it. Break it moves the incoming weights of hidden 0 by one place, and leaves the \
                    outgoing ones where they are. Answers now go to the wrong places: the boundary falls apart, and the \
                    loss jumps.""", "break", "function"),
                    task(LessonTask.MEND, """
                    Take it back with Ctrl+Z, or with the arrow in the tool bar. Everything you do here can be undone.""", "undo"),
                    step("""
                    Eight neurons can stand in 8! = 40,320 orders, two layers of them in 1.6 billion. All of these points \
                    of weight space are one network. So what a training finds is never a point but a whole family, and \
                    two networks can only be compared once we know which members to compare.""")),
            new SampleLesson(
                    2,
                    "Scale in, scale out",
                    session -> {},
                    task(LessonTask.SELECT, """
                    Click a neuron of hidden 0. A ring appears around it, and the bar under the network shows its name. \
                    All its weights are listed in the inspector, which Ctrl+I opens.""", "neuron-0-3"),
                    task(LessonTask.SCALE, """
                    Pull the knob beside the ring to the right. The weights that come in, and the bias, are multiplied by a; the \
                    weights that go out are divided by a. To do it by number, type a factor under the network and press \
                    Scale.""", "ring-knob", "factor", "scale"),
                    step("""
                    The neuron answers max(0, x), and max(0, a x) = a max(0, x) for every a > 0. It now answers a times \
                    as much and is listened to a times less. So the function stands still, while the L2 norm of the \
                    weights, on the right of the line, has changed.""", "invariance"),
                    step("""
                    Whatever is measured on the weights alone, a norm, a distance, how sharp a minimum is, depends on \
                    these factors, which the function knows nothing of. Each of the 16 hidden neurons has its own: the \
                    network can move in 16 directions without any change.""", "network"),
                    step("""
                    One member of the family can be chosen for all: canonical form gives every hidden neuron incoming \
                    weights of length 1. Lesson 5 works with it. Where the activation is tanh there is no such freedom, \
                    only the sign can be flipped: open tanh.safetensors from the library (Ctrl+B) to see it.""")),
            new SampleLesson(
                    3,
                    "Why averages fail",
                    session -> {},
                    step("""
                    A and B were trained on the same data, from two random beginnings. Both are good. The lower picture \
                    asks about the networks between them: at t = 0 stands A, at t = 1 stands B, and at t every weight is \
                    (1 \u2212 t) times that of A plus t times that of B.""", "path-chart"),
                    task(LessonTask.MIDDLE, """
                    Drag t to 0.5, to the network whose every weight is the mean of the two. Watch the boundary on the \
                    way: it falls apart although both ends are good.""", "clock", "function"),
                    step("""
                    The curve is the loss on the way. How far it rises above the straight line between its ends is the \
                    loss barrier. It is the measure of how badly two networks can be averaged.""", "path-chart"),
                    task(LessonTask.COMPARE, """
                    Do A and B perhaps compute different things? Take t back to 0 and press A | B: left of the line are the \
                    answers of A, right of it those of B. Drag the line over the plane. They hardly differ.""", "clock", "wiping", "function"),
                    step("""
                    The functions agree; the weights do not. Each training has put its neurons in an order of its own, so \
                    neuron 1 of A has no more to do with neuron 1 of B than with any other. The mean adds weights of \
                    neurons that do different things. Is that all? Lesson 4 puts it to the test.""")),
            new SampleLesson(
                    4,
                    "Re-basin: find the order",
                    session -> {
                        session.workspace().set(Workspace.ALIGN);
                        session.arrangement().slice().set(true);
                    },
                    step("""
                    On the left are the neurons of A, on the right those of B, joined in the order in which they happen to \
                    stand. A line is thick and red where two neurons have similar weights. The picture above the curves \
                    is the loss around A, in two random directions: A lies in a valley.""", "alignment", "slice"),
                    task(LessonTask.ALIGN, """
                    Press Align. It looks for the order of B's neurons in which B is nearest to A: an assignment problem \
                    for each layer, solved again and again until nothing moves any more.""", "matching-run"),
                    task(LessonTask.MIDDLE, """
                    A second curve has appeared, and its barrier is far lower. It leads to B with its neurons in the new \
                    order, which still computes what B computes. Go to t = 0.5: this mean is as good as its ends. The picture \
                    above shows why: A and the reordered B lie in one valley, and B itself in another.""", "path-chart", "slice", "clock"),
                    task(LessonTask.REMATCH, """
                    Spoil it: drag from a neuron of A with a thick line to another neuron of B. Those two are now matched, \
                    and the two that they leave behind take each other. One wrong pair is enough to bring back a part of \
                    the barrier.""", "alignment", "path-chart"),
                    step("""
                    Take it back with Ctrl+Z. So A and B lay in one valley all along, seen up to the order of neurons. Wide \
                    networks nearly always do; narrow ones keep some of the barrier. Compare all lets six methods try.""", "matching-compare")),
            new SampleLesson(
                    5,
                    "Straight lines on spheres",
                    session -> {
                        session.align(true);
                        session.kind().set(PathFigure.Kind.ALIGNED);
                        session.arrangement().left().set(Arrangement.Left.SPHERES);
                    },
                    step("""
                    Scale every hidden neuron until its incoming weights have length 1. Each neuron is then a point of a \
                    sphere, a circle where it has two inputs, and a network is a point of a product of spheres. B has \
                    been aligned to A; each picture shows one neuron of A, its match in B, and the angle between them.""", "spheres"),
                    task(LessonTask.GEODESIC, """
                    Choose Geodesic over the curves. t now turns every neuron along its great circle: the shortest way \
                    from A to B that never leaves the spheres.""", "geodesic", "spheres"),
                    task(LessonTask.MIDDLE, """
                    Go to t = 0.5. Every neuron is half way round, and still of length 1. Choose Chord beside Geodesic to \
                    see the straight line: it cuts through the inside of the spheres, where weights are too short.""", "clock", "chord"),
                    task(LessonTask.ROTATE, """
                    Drag one of A's points along its sphere. This is no symmetry: once order and scale are taken out, \
                    directions are what the function is made of, and the boundary moves with your hand.""", "spheres", "function"),
                    step("""
                    On spheres there is nothing left to rescale, so distances between networks begin to mean something. A \
                    generative model that moves networks on them cannot waste its strength on factors. Lesson 6 trains \
                    one.""")),
            new SampleLesson(
                    6,
                    "A flow learns to make networks",
                    session -> session.workspace().set(Workspace.FLOW),
                    step("""
                    The grey dots are 500 trained networks, a zoo, seen along the two directions in which they differ \
                    most. A flow learns a velocity for every place and time, such that networks with random weights that \
                    follow it arrive among the trained ones.""", "particles"),
                    task(LessonTask.FLOW_BEGINNING, """
                    Drag \u03c4, the flow's time, to 0. The orange dots are 100 networks with random weights: none of them \
                    has seen any data.""", "clock", "particles"),
                    task(LessonTask.FLOW_END, """
                    Press Space, or drag \u03c4 to 1. Each follows the velocities, and at \u03c4 = 1 it is a new network \
                    that nobody trained. Click one to see what it computes.""", "clock", "particles"),
                    step("""
                    Two questions decide whether that is worth anything. Is the loss of the new networks near that of the \
                    trained ones? And are they new: is the nearest training network as far away as networks of other runs \
                    are, or has the flow only learned the zoo by heart?""", "measured", "measure"),
                    task(LessonTask.TRAIN, """
                    Train one yourself: the round arrow forgets this flow, then Train begins. A step takes some networks \
                    of the zoo, joins each to random weights, and asks the flow, somewhere on the way, where it leads.""", "flow-restart", "flow-train"),
                    task(LessonTask.STOP, """
                    Watch the loss fall, and drag \u03c4 while it learns: the dots follow the flow as it is at this moment. \
                    Press Stop when you have seen enough. Step, when it rests, tells one training step in five parts.""", "loss-curve", "flow-stop")));

    private final int number;
    private final Lesson lesson;
    private final Consumer<Session> scene;

    private SampleLesson(int number, String title, Consumer<Session> scene, Lesson.Step... steps) {
        this.number = number;
        lesson = new Lesson(title, List.of(steps));
        this.scene = scene;
    }

    private static Lesson.Step step(String text, String... targets) {
        return new Lesson.Step(text, List.of(targets), Optional.empty());
    }

    private static Lesson.Step task(LessonTask task, String text, String... targets) {
        return new Lesson.Step(text, List.of(targets), Optional.of(task));
    }

    /** What it is called. */
    public String title() {
        return lesson.title();
    }

    /** How many steps it has. */
    public int steps() {
        return lesson.steps().size();
    }

    /** Its place among them, from 1. */
    public int number() {
        return number;
    }

    /** The name of its file. */
    public String file() {
        return "lesson-" + number + SessionFile.EXTENSION;
    }

    /** The one that a session is in, if it is one of these. */
    public static Optional<SampleLesson> of(Lesson lesson) {
        return ALL.stream().filter(each -> each.title().equals(lesson.title())).findFirst();
    }

    /** The one after it. */
    public Optional<SampleLesson> following() {
        return ALL.stream().filter(each -> each.number == number + 1).findFirst();
    }

    /** Its session, as it comes with the program. */
    SessionFile.Read read() {
        return SessionFile.read(Path.of(file()), SampleModels.bytes(file()));
    }

    /** Its session, made from the sample networks. */
    TensorFile make() {
        Session session = new Session(JobExecutor.direct(), Runnable::run);
        SampleModels.Pair pair = SampleModels.moonsPair();
        session.openA(new OpenNetwork("a.safetensors", pair.a()));
        session.openB(new OpenNetwork("b.safetensors", pair.b()));
        session.openData(pair.data(), 0);
        scene.accept(session);
        session.lesson().begin(Optional.of(new Lesson.Place(lesson, 0)));
        return SessionFile.content(SessionState.of(session));
    }

    /** Makes all and writes them to a folder; returns the files. */
    public static List<Path> make(Path folder) {
        return ALL.stream()
                .map(lesson -> {
                    Path file = folder.resolve(lesson.file());
                    SessionFile.write(file, lesson.make());
                    return file;
                })
                .toList();
    }
}
