package org.orbifold.ui;

import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSets;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.SheetsLayout;
import org.orbifold.flow.Coupling;
import org.orbifold.flow.Geometry;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.FlowSettings;
import org.orbifold.ui.session.LessonCourse;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.SampleLesson;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;

/** What is done in the window while its smoothness is measured, as a hand would, a little at every pulse. */
public enum WindowScript {
    /** A neuron of a network on images is dragged over the others of its layer, and dropped now and then. */
    DRAG("784-64-64-10") {
        @Override
        void open(Session session) {
            openPair(
                    session,
                    SampleModels.read("glyphs-a.safetensors").network(),
                    SampleModels.read("glyphs-b.safetensors").network(),
                    "glyphs");
        }

        @Override
        Hand hand(Session session, WorkbenchPane room) {
            Region picture = (Region) Optional.ofNullable(room.lookup("#sheets"))
                    .orElseThrow(() -> new IllegalStateException("no units are there to be dragged"));
            Architecture architecture = Architecture.parse(shape(), Activation.RELU);
            SheetsLayout layout = new SheetsLayout(architecture, picture.getWidth(), picture.getHeight());
            return new Hand() {
                private boolean holds;

                @Override
                public void move(double seconds, long pulse) {
                    boolean holding = seconds % STROKE < 0.9 * STROKE;
                    double unit = 1 + 40 * Math.sin(Math.PI * (seconds % STROKE) / STROKE);
                    if (holding && !holds) {
                        fire(MouseEvent.MOUSE_PRESSED, 1);
                    } else if (holding) {
                        fire(MouseEvent.MOUSE_DRAGGED, unit);
                    } else if (holds) {
                        fire(MouseEvent.MOUSE_DRAGGED, Math.rint(unit));
                        fire(MouseEvent.MOUSE_RELEASED, Math.rint(unit));
                    }
                    holds = holding;
                }

                // at a unit of the first hidden layer, or between two
                private void fire(EventType<MouseEvent> type, double unit) {
                    Point2D from = center((int) Math.floor(unit));
                    Point2D at = from.interpolate(center((int) Math.ceil(unit)), unit - Math.floor(unit));
                    Event.fireEvent(picture, mouse(type, picture.localToScene(at)));
                }

                private Point2D center(int unit) {
                    var place = layout.center(layout.places(new Neuron(1, unit)).getFirst());
                    return new Point2D(place.getX(), place.getY());
                }
            };
        }
    },
    /** The path parameter is scrubbed between two large networks. */
    SCRUB("784-512-512-10") {
        @Override
        void open(Session session) {
            Architecture architecture = Architecture.parse(shape(), Activation.RELU);
            SplittableRandom random = new SplittableRandom(0);
            Initialization initialization = new Initialization.UniformFanIn();
            openPair(
                    session,
                    initialization.draw(architecture, random),
                    initialization.draw(architecture, random),
                    "glyphs");
        }

        @Override
        Hand hand(Session session, WorkbenchPane room) {
            return (seconds, pulse) -> session.t().set(there(seconds));
        }
    },
    /** A lesson is told from its beginning to its end, each task done by the program, and opened again. */
    LOOP("2-8-8-2") {
        @Override
        void open(Session session) {
            session.store().open(lesson());
        }

        @Override
        boolean isReady(Session session, WorkbenchPane room) {
            return session.lesson().step().getValue().isPresent() && super.isReady(session, room);
        }

        @Override
        Hand hand(Session session, WorkbenchPane room) {
            return (seconds, pulse) -> {
                LessonCourse course = session.lesson();
                if (pulse % PULSES_PER_STEP == 0) {
                    course.show();
                } else if (pulse % PULSES_PER_STEP == PULSES_PER_STEP / 2) {
                    if (course.number() < lesson().steps() - 1) {
                        course.next();
                    } else {
                        session.store().open(lesson());
                    }
                }
            };
        }
    },
    /** The flow time is scrubbed while a flow is trained on the sample zoo. */
    FLOW("2-16-2") {
        @Override
        void open(Session session) {
            session.workspace().set(Workspace.FLOW);
            session.course()
                    .settings()
                    .set(new FlowSettings(Geometry.GEOMETRIC, Coupling.INDEPENDENT, 1_000_000, 16, 32));
        }

        @Override
        boolean isReady(Session session, WorkbenchPane room) {
            if (session.course().state().get() == FlowCourse.State.IDLE) {
                session.course().train();
            }
            return session.particles().sample().get().isPresent();
        }

        @Override
        Hand hand(Session session, WorkbenchPane room) {
            return (seconds, pulse) -> session.particles().tau().set(there(seconds));
        }
    };

    private static final int PULSES_PER_STEP = 4;

    /** Pulses of a lesson. */
    static final int PULSES_PER_CYCLE = PULSES_PER_STEP * lesson().steps();

    /** Seconds of a movement. */
    private static final double STROKE = 2.5;

    private final String shape;

    WindowScript(String shape) {
        this.shape = shape;
    }

    /** What moves. */
    interface Hand {
        /**
         * Does what is to be done at a pulse.
         *
         * @param seconds since the first
         * @param pulse counted from 0
         */
        void move(double seconds, long pulse);
    }

    /** The name, as one asks for it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The script of a name. */
    public static Optional<WindowScript> of(String label) {
        return Stream.of(values())
                .filter(script -> script.label().equals(label))
                .findFirst();
    }

    /** The architecture of the networks in the window. */
    public String shape() {
        return shape;
    }

    /** Puts into the session what the script works on. */
    abstract void open(Session session);

    /** Whether it can begin: everything is computed and painted. */
    boolean isReady(Session session, WorkbenchPane room) {
        return room.isCurrent() && session.executor().active().isEmpty();
    }

    /** What moves in a window with that session. */
    abstract Hand hand(Session session, WorkbenchPane room);

    private static SampleLesson lesson() {
        return SampleLesson.ALL.getFirst();
    }

    private static void openPair(Session session, Weights a, Weights b, String data) {
        session.openA(new OpenNetwork("a", a));
        session.openB(new OpenNetwork("b", b));
        session.openData(DataSets.load(DataRequest.of(data)), 0);
    }

    /** From 0 to 1 and back. */
    private static double there(double seconds) {
        double share = seconds / STROKE % 2;
        return share > 1 ? 2 - share : share;
    }

    private static MouseEvent mouse(EventType<MouseEvent> type, Point2D scene) {
        boolean down = type != MouseEvent.MOUSE_RELEASED;
        return new MouseEvent(
                type,
                scene.getX(),
                scene.getY(),
                scene.getX(),
                scene.getY(),
                MouseButton.PRIMARY,
                1,
                false,
                false,
                false,
                false,
                down,
                false,
                false,
                false,
                false,
                false,
                null);
    }
}
