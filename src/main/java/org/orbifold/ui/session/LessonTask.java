package org.orbifold.ui.session;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.PathFigure;
import org.orbifold.net.Architecture;
import org.orbifold.path.SpherePair;
import org.orbifold.symmetry.GroupElement;
import org.orbifold.symmetry.Permutation;

/** What a lesson can ask for: known to be done by looking at the session, and done by it for who wants to be shown. */
public enum LessonTask {
    /** A hidden neuron is selected. */
    SELECT {
        @Override
        boolean isDone(Session session) {
            return session.selection().get().isPresent();
        }

        @Override
        void show(Session session) {
            session.selection().set(Optional.of(new Neuron(1, 3)));
        }
    },
    /** Neurons have changed places. */
    SWAP {
        @Override
        boolean isDone(Session session) {
            return session.symmetries()
                    .filter(moved -> !moved.permutations().stream().allMatch(LessonTask::isIdentity))
                    .isPresent();
        }

        @Override
        void show(Session session) {
            architecture(session).ifPresent(network -> session.edit(Edit.swap(network, 0, 1, 5)));
        }
    },
    /** A neuron has been scaled. */
    SCALE {
        @Override
        boolean isDone(Session session) {
            return session.symmetries().filter(LessonTask::scales).isPresent();
        }

        @Override
        void show(Session session) {
            architecture(session).ifPresent(network -> session.edit(Edit.scale(network, 0, 3, 4)));
        }
    },
    /** Only one side of a symmetry has been done. */
    BREAK {
        @Override
        boolean isDone(Session session) {
            return inForce(session, Edit.Break.class::isInstance);
        }

        @Override
        void show(Session session) {
            session.edit(new Edit.Break(0));
        }
    },
    /** What was broken is whole again. */
    MEND {
        @Override
        boolean isDone(Session session) {
            return !BREAK.isDone(session);
        }

        @Override
        void show(Session session) {
            session.undo();
        }
    },
    /** The path is seen at its middle. */
    MIDDLE {
        @Override
        boolean isDone(Session session) {
            return Math.abs(session.t().get() - 0.5) <= 0.05;
        }

        @Override
        void show(Session session) {
            session.t().set(0.5);
        }
    },
    /** The functions of A and B stand side by side: at t = 0, elsewhere A's place has a network between. */
    COMPARE {
        @Override
        boolean isDone(Session session) {
            return session.arrangement().wiping().get() && session.t().get() <= 0.02;
        }

        @Override
        void show(Session session) {
            session.t().set(0);
            session.arrangement().wiping().set(true);
        }
    },
    /** B is aligned. */
    ALIGN {
        @Override
        boolean isDone(Session session) {
            return session.alignment().get().isPresent();
        }

        @Override
        void show(Session session) {
            session.align(false);
        }
    },
    /** The matching has been changed by hand. */
    REMATCH {
        @Override
        boolean isDone(Session session) {
            return inForce(
                    session, edit -> edit instanceof Edit.Rematch && edit.name().startsWith("match("));
        }

        @Override
        void show(Session session) {
            MatchingCourse matching = session.matching();
            matching.state()
                    .get()
                    .permutations()
                    .ifPresent(found ->
                            matching.match(0, found.get(matching.layer().get()).get(1)));
        }
    },
    /** The path runs over spheres. */
    GEODESIC {
        @Override
        boolean isDone(Session session) {
            return session.kind().get() == PathFigure.Kind.GEODESIC;
        }

        @Override
        void show(Session session) {
            if (session.offers(PathFigure.Kind.GEODESIC)) {
                session.kind().set(PathFigure.Kind.GEODESIC);
            }
        }
    },
    /** A neuron's weights have been turned. */
    ROTATE {
        @Override
        boolean isDone(Session session) {
            return inForce(session, Edit.Rotate.class::isInstance);
        }

        @Override
        void show(Session session) {
            session.ends().get().filter(Ends::haveGeodesic).ifPresent(ends -> {
                SpherePair first = ends.canonical().spheres(0).getFirst();
                session.edit(Edit.Rotate.to(End.A, ends.canonical().architecture(), first, first.onGeodesic(0.5)));
            });
        }
    },
    /** The flow stands at its beginning. */
    FLOW_BEGINNING {
        @Override
        boolean isDone(Session session) {
            return session.particles().tau().get() <= 0.05;
        }

        @Override
        void show(Session session) {
            session.particles().tau().set(0);
        }
    },
    /** The flow stands at its end. */
    FLOW_END {
        @Override
        boolean isDone(Session session) {
            return session.particles().tau().get() >= 0.95;
        }

        @Override
        void show(Session session) {
            session.particles().tau().set(1);
        }
    },
    /** A flow is being trained. */
    TRAIN {
        @Override
        boolean isDone(Session session) {
            return session.course().state().get() == FlowCourse.State.RUNNING;
        }

        @Override
        void show(Session session) {
            session.course().forget();
            session.course().train();
        }
    },
    /** No flow is being trained any more. */
    STOP {
        @Override
        boolean isDone(Session session) {
            return session.course().state().get() == FlowCourse.State.IDLE;
        }

        @Override
        void show(Session session) {
            session.course().stop();
        }
    };

    /** Whether it is done, as the session is now. */
    abstract boolean isDone(Session session);

    /** Does it. */
    abstract void show(Session session);

    private static Optional<Architecture> architecture(Session session) {
        return session.edited().get().map(weights -> weights.architecture());
    }

    private static boolean inForce(Session session, Predicate<Edit> which) {
        List<Edit> edits = session.history().edits();
        return edits.subList(0, session.history().position().get()).stream().anyMatch(which);
    }

    private static boolean isIdentity(Permutation permutation) {
        return permutation.equals(Permutation.identity(permutation.size()));
    }

    private static boolean scales(GroupElement moved) {
        Architecture architecture = moved.architecture();
        return IntStream.range(0, architecture.hiddenLayers())
                .anyMatch(l -> IntStream.range(0, architecture.out(l)).anyMatch(i -> moved.factor(l, i) != 1));
    }
}
