package org.orbifold.ui.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.data.DataRequest;
import org.orbifold.data.DataSet;
import org.orbifold.data.Split;
import org.orbifold.figure.Neuron;
import org.orbifold.figure.PathFigure;
import org.orbifold.net.Weights;

/**
 * All of a session that a file keeps, at one moment: what is needed to go on as if the program had never been closed.
 *
 * @param a network A as opened
 * @param b network B as opened
 * @param edits of A and B, undone ones at the end
 * @param position how many of them are in force
 * @param matching of B's neurons to A's
 * @param bends of curves from A to B
 * @param place what is looked at
 * @param arrangement of the views
 * @param flow the Flow workspace
 * @param lesson that is told in it
 */
record SessionState(
        Optional<OpenNetwork> a,
        Optional<OpenNetwork> b,
        Optional<Data> data,
        List<Edit> edits,
        int position,
        MatchingState matching,
        Map<PathFigure.Kind, List<Weights>> bends,
        Place place,
        Arrangement arrangement,
        Flow flow,
        Optional<Lesson.Place> lesson) {
    /** A session as it is now. */
    static SessionState of(Session session) {
        Arrangement views = new Arrangement();
        views.take(session.arrangement());
        return new SessionState(
                session.a().get(),
                session.b().get(),
                session.data()
                        .get()
                        .flatMap(set -> set.request()
                                .map(request -> new Data(
                                        set,
                                        request,
                                        session.split().orElseThrow().rule()))),
                List.copyOf(session.history().edits()),
                session.history().position().get(),
                session.matching().state().get(),
                session.trained().bends().get(),
                new Place(
                        session.workspace().get(),
                        session.t().get(),
                        session.kind().get(),
                        session.alignedSpheres().get(),
                        session.selection().get(),
                        session.matching().method().get(),
                        session.matching().canonical().get(),
                        session.matching().layer().get(),
                        session.slice().kind().get(),
                        session.seed().get(),
                        session.slice().seed().get(),
                        session.slice().count().get(),
                        session.pairs().aligned().get()),
                views,
                new Flow(
                        session.course().zooFile(),
                        session.course().flowFile(),
                        session.course().settings().get(),
                        session.particles().tau().get()),
                session.lesson().place().get());
    }

    /** Makes a session this one; its data has been loaded again. */
    void restore(Session session) {
        data.ifPresent(known ->
                session.openData(known.set(), known.rule().split(known.set().rows())));
        session.restore(a, b, edits, position);
        session.trained().restore(bends);
        session.matching().restore(matching);
        session.matching().method().set(place.method());
        session.matching().canonical().set(place.canonical());
        session.matching().layer().set(place.layer());
        session.slice().kind().set(place.slice());
        session.seed().set(place.seed());
        session.slice().seed().set(place.sliceSeed());
        session.slice().count().set(place.slices());
        session.pairs().aligned().set(place.alignedPairs());
        session.alignedSpheres()
                .set(place.alignedSpheres() && session.alignment().get().isPresent());
        session.kind().set(session.offers(place.kind()) ? place.kind() : PathFigure.Kind.NAIVE);
        session.t().set(place.t());
        session.selection().set(place.selection());
        session.workspace().set(place.workspace());
        session.arrangement().take(arrangement);
        session.course().restore(flow);
        session.particles().tau().set(flow.tau());
        session.restored();
        session.lesson().begin(lesson);
    }

    /** The same on data. */
    SessionState on(Data loaded) {
        return new SessionState(
                a, b, Optional.of(loaded), edits, position, matching, bends, place, arrangement, flow, lesson);
    }

    /** The same with its flow in another file. */
    SessionState withFlow(String file) {
        Flow moved = new Flow(flow.zoo, Optional.of(file), flow.settings, flow.tau);
        return new SessionState(a, b, data, edits, position, matching, bends, place, arrangement, moved, lesson);
    }

    /**
     * The data that networks are measured on: as it was loaded, so that it can be loaded again.
     *
     * @param set as it is
     */
    record Data(DataSet set, DataRequest request, Split.Rule rule) {}

    /**
     * What is looked at.
     *
     * @param t on the path
     * @param kind of the path that t runs on
     * @param alignedSpheres whether spheres compare A with B aligned
     * @param layer whose matching is shown
     */
    record Place(
            Workspace workspace,
            double t,
            PathFigure.Kind kind,
            boolean alignedSpheres,
            Optional<Neuron> selection,
            MatchingMethod method,
            boolean canonical,
            int layer,
            SliceCourse.Kind slice,
            long seed,
            long sliceSeed,
            int slices,
            boolean alignedPairs) {}

    /**
     * The Flow workspace.
     *
     * @param zoo the file that flows learn from; of none, or the sample zoo, none
     * @param file the flow's
     * @param tau flow time
     */
    record Flow(Optional<String> zoo, Optional<String> file, FlowSettings settings, double tau) {}
}
