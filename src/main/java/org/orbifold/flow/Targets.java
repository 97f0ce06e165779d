package org.orbifold.flow;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.orbifold.job.Fault;
import org.orbifold.job.Progress;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.zoo.TypicalNorms;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooAlignment;

/**
 * The networks of one or several zoos as a flow learns from them. Of a zoo of ten runs or more, the last tenth is held
 * out, to see whether what is learned holds for networks of new runs too.
 *
 * @param points of all networks
 * @param trained the numbers of those to learn from
 * @param held the numbers of those held out
 * @param norms of hidden neurons in the zoos
 * @param losses the scale of their training losses, where a flow is to be asked for one
 * @param given what the velocity network is told of each one, where all is told
 * @param provenance the metadata of the first zoo's file
 * @param fingerprint of the networks
 */
@SuppressWarnings("ArrayRecordComponent") // read only
record Targets(
        FlowSpace space,
        List<float[]> points,
        int[] trained,
        int[] held,
        TypicalNorms norms,
        Optional<LossScale> losses,
        List<Given> given,
        Map<String, String> provenance,
        String fingerprint) {
    /** Of so many runs one is held out. */
    private static final int HELD_OUT = 10;

    /**
     * The targets that zoos are.
     *
     * @throws Fault if a zoo has one network only, networks of another architecture than the plan's, weights that are
     *     not finite, or dead neurons where the form is canonical; or no losses, or no data, where the flow is to be told
     *     of them
     */
    static Targets of(FlowPlan plan, List<Task> tasks, InputBasis basis) {
        FlowSpace space = new FlowSpace(plan.architecture(), plan.geometry(), basis);
        List<Weights> networks = new ArrayList<>();
        List<Optional<TaskStatistics>> told = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        IntStream.Builder trained = IntStream.builder();
        IntStream.Builder held = IntStream.builder();
        for (Task task : tasks) {
            Zoo zoo = task.zoo();
            int first = networks.size();
            networks.addAll(plan.aligned() ? aligned(zoo, plan.seed()) : checked(zoo));
            told.addAll(Collections.nCopies(
                    zoo.networks().size(),
                    plan.conditions().task()
                            ? Optional.of(statistics(task, plan, basis))
                            : Optional.<TaskStatistics>empty()));
            losses.addAll(plan.conditions().loss() ? losses(zoo) : List.of());
            int heldFrom = heldFrom(zoo);
            for (int k = 0; k < zoo.networks().size(); k++) {
                (zoo.origins().get(k).run() < heldFrom ? trained : held).add(first + k);
            }
        }
        Optional<LossScale> scale = losses.isEmpty() ? Optional.empty() : Optional.of(LossScale.of(losses));
        List<Given> given = IntStream.range(0, networks.size())
                .mapToObj(k -> new Given(
                        scale.map(s -> AskedLoss.of(s.standardized(losses.get(k))))
                                .orElse(AskedLoss.NONE),
                        told.get(k)))
                .toList();
        return new Targets(
                space,
                points(space, tasks, networks),
                trained.build().toArray(),
                held.build().toArray(),
                TypicalNorms.of(networks),
                scale,
                given,
                tasks.getFirst().zoo().file().metadata(),
                fingerprint(tasks));
    }

    private static List<Weights> checked(Zoo zoo) {
        if (zoo.networks().size() < 2) {
            throw Fault.in(zoo.file().label(), "a flow learns from two networks or more; this is one");
        }
        return zoo.networks();
    }

    private static List<Weights> aligned(Zoo zoo, long seed) {
        List<Weights> networks = checked(zoo);
        return ZooAlignment.of(networks, networks.get(zoo.lowestLoss()), false, seed, 1, Progress.NONE)
                .networks();
    }

    private static TaskStatistics statistics(Task task, FlowPlan plan, InputBasis basis) {
        Examples rows = task.rows()
                .orElseThrow(() -> Fault.in(
                        task.zoo().file().label(), "remembers no data: a flow cannot be told what its task is"));
        return TaskStatistics.of(rows, plan.architecture().outputs(), basis);
    }

    private static List<float[]> points(FlowSpace space, List<Task> tasks, List<Weights> networks) {
        List<float[]> points = new ArrayList<>();
        for (Task task : tasks) {
            int first = points.size();
            try {
                points.addAll(space.points(
                        networks.subList(first, first + task.zoo().networks().size())));
            } catch (Fault fault) {
                throw new Fault(task.zoo().file().label() + ": " + fault.getMessage(), fault);
            }
        }
        return points;
    }

    /** The first run that is held out. */
    private static int heldFrom(Zoo zoo) {
        int[] runs = zoo.origins().stream()
                .mapToInt(Zoo.Origin::run)
                .distinct()
                .sorted()
                .toArray();
        int first = runs.length - runs.length / HELD_OUT;
        return first < runs.length ? runs[first] : Integer.MAX_VALUE;
    }

    private static List<Double> losses(Zoo zoo) {
        return zoo.origins().stream()
                .map(origin -> origin.loss()
                        .orElseThrow(() -> Fault.in(
                                zoo.file().label(),
                                "tells no training losses: a flow cannot learn to be asked for one")))
                .toList();
    }

    /** SHA-256 of the parameters of all networks. */
    static String fingerprint(List<Task> tasks) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Task task : tasks) {
                for (Weights network : task.zoo().networks()) {
                    float[] block = network.toArray();
                    ByteBuffer bytes = ByteBuffer.allocate(block.length * Float.BYTES);
                    bytes.asFloatBuffer().put(block);
                    digest.update(bytes);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
