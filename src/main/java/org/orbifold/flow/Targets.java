package org.orbifold.flow;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.orbifold.job.Fault;
import org.orbifold.net.Weights;
import org.orbifold.zoo.TypicalNorms;
import org.orbifold.zoo.Zoo;

/**
 * The networks of a zoo as a flow learns from them. Of ten runs or more, the last tenth is held out, to see whether what
 * is learned holds for networks of new runs too.
 *
 * @param points of all networks
 * @param trained the numbers of those to learn from
 * @param held the numbers of those held out
 * @param norms of hidden neurons in the zoo
 * @param losses the scale of their training losses, where a flow is to be asked for one
 * @param ofNetworks each one's training loss on that scale; empty where none is asked for
 * @param provenance the metadata of the zoo's file
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
        double[] ofNetworks,
        Map<String, String> provenance,
        String fingerprint) {
    /** Of so many runs one is held out. */
    private static final int HELD_OUT = 10;

    /**
     * The targets that a zoo is.
     *
     * @throws Fault if it has one network only, networks of another architecture than the plan's, weights that are not
     *     finite, or dead neurons where the form is canonical; or no losses where the flow is to be asked for them
     */
    static Targets of(FlowPlan plan, Zoo zoo, InputBasis basis) {
        String name = zoo.file().label();
        if (zoo.networks().size() < 2) {
            throw Fault.in(name, "a flow learns from two networks or more; this is one");
        }
        FlowSpace space = new FlowSpace(plan.architecture(), plan.geometry(), basis);
        List<float[]> points;
        try {
            points = space.points(zoo.networks());
        } catch (Fault fault) {
            throw new Fault(name + ": " + fault.getMessage(), fault);
        }
        int[] runs = zoo.origins().stream()
                .mapToInt(Zoo.Origin::run)
                .distinct()
                .sorted()
                .toArray();
        int first = runs.length - runs.length / HELD_OUT;
        int heldFrom = first < runs.length ? runs[first] : Integer.MAX_VALUE;
        return new Targets(
                space,
                points,
                numbers(zoo, run -> run < heldFrom),
                numbers(zoo, run -> run >= heldFrom),
                TypicalNorms.of(zoo.networks()),
                plan.askLoss() ? Optional.of(LossScale.of(losses(zoo))) : Optional.empty(),
                plan.askLoss() ? standardized(losses(zoo)) : new double[0],
                zoo.file().metadata(),
                fingerprint(zoo));
    }

    private interface Choice {
        boolean takes(int run);
    }

    private static int[] numbers(Zoo zoo, Choice choice) {
        return IntStream.range(0, zoo.networks().size())
                .filter(k -> choice.takes(zoo.origins().get(k).run()))
                .toArray();
    }

    private static List<Double> losses(Zoo zoo) {
        return zoo.origins().stream()
                .map(origin -> origin.loss()
                        .orElseThrow(() -> Fault.in(
                                zoo.file().label(),
                                "tells no training losses: a flow cannot learn to be asked for one")))
                .toList();
    }

    private static double[] standardized(List<Double> losses) {
        LossScale scale = LossScale.of(losses);
        return losses.stream().mapToDouble(scale::standardized).toArray();
    }

    /** A network's loss as it is asked for. */
    AskedLoss asked(int number) {
        return AskedLoss.of(ofNetworks[number]);
    }

    /** SHA-256 of the parameters of all networks. */
    static String fingerprint(Zoo zoo) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Weights network : zoo.networks()) {
                float[] block = network.toArray();
                ByteBuffer bytes = ByteBuffer.allocate(block.length * Float.BYTES);
                bytes.asFloatBuffer().put(block);
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
