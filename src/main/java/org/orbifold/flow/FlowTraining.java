package org.orbifold.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.orbifold.gnn.GraphNetwork;
import org.orbifold.job.Fault;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.tensor.AdamW;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.DataParallel;
import org.orbifold.tensor.ParameterBlock;
import org.orbifold.tensor.Tensor;
import org.orbifold.zoo.Zoo;

/**
 * Flow matching (Lipman et al. 2023; on manifolds Chen and Lipman 2023): a velocity network learns the velocity of the
 * path from a source to the target that it is paired with, at a random time. What a step draws depends on the seed and
 * the step's number alone, so that a run that was stopped goes on as if it had not been.
 */
public final class FlowTraining implements AutoCloseable {
    /**
     * Pairs from which {@link AffineVelocity} is measured, at least and at most, and about how many coordinates in all:
     * what is wrong in its means, samples have in theirs.
     */
    private static final int FEWEST_MEASURED = 512;

    private static final int MOST_MEASURED = 1 << 14;
    private static final int COORDINATES_MEASURED = 1 << 22;

    /** Pairs with which the validation loss is measured. */
    private static final int VALIDATED = 64;

    /** How often nothing is asked of a flow that can be asked for a loss. */
    private static final double UNASKED = 0.2;

    /** How many entries the history grows to, about. */
    private static final int HISTORY = 500;

    @SuppressWarnings("ArrayRecordComponent") // read only
    private record Pair(int number, float[] source, float[] target, double time, Given given) {}

    private final FlowPlan plan;
    private final Targets targets;
    private final FlowSpace space;
    private final AffineVelocity affine;
    private final VelocityNetwork network;
    private final List<Pair> validation;
    private final ParameterBlock parameters;
    private final DataParallel<GraphNetwork.Recorded> model;
    private final DataParallel.Training optimizer;
    private final List<Checkpoint.Seen> history = new ArrayList<>();
    private final List<Double> recent = new ArrayList<>();
    private Optional<StepSeen> last = Optional.empty();
    private long step;
    private double seconds;

    private FlowTraining(FlowPlan plan, Targets targets, Optional<AffineVelocity> measured) {
        this.plan = plan;
        this.targets = targets;
        space = targets.space();
        affine = measured.orElseGet(this::measure);
        network = new VelocityNetwork(space, affine, plan.shape(), plan.architecture());
        validation = targets.held().length == 0
                ? List.of()
                : pairs(targets.held(), VALIDATED, new SplittableRandom(plan.seed() + 1));
        parameters = network.begin(plan.seed());
        model = Backend.get().dataParallel(parameters, network::record);
        optimizer = model.training(new AdamW());
    }

    /**
     * A training at its beginning.
     *
     * @param tasks what to learn from: with rows, where the plan sees directions of the inputs, or tells of tasks
     * @throws Fault if a zoo cannot be learned from: see {@link Targets}
     */
    public static FlowTraining begin(FlowPlan plan, List<Task> tasks) {
        for (Task task : tasks) {
            Architecture other = task.zoo().file().architecture();
            if (!other.equals(plan.architecture())) {
                throw Fault.in(task.zoo().file().label(), "holds networks " + other + ", not " + plan.architecture());
            }
        }
        InputBasis basis = plan.seenInputs() == 0
                ? InputBasis.identity(plan.architecture().inputs())
                : InputBasis.principal(
                        tasks.stream().map(task -> task.rows().orElseThrow()).toList(), plan.seenInputs());
        return new FlowTraining(plan, Targets.of(plan, tasks, basis), Optional.empty());
    }

    /** The same for a single task. */
    public static FlowTraining begin(FlowPlan plan, Zoo zoo, Optional<Examples> rows) {
        return begin(plan, List.of(new Task(zoo, rows)));
    }

    /**
     * A training that goes on where another stopped.
     *
     * @param steps until the learning rate is down to 0
     * @throws Fault if the zoos are others
     */
    public static FlowTraining resume(Checkpoint from, List<Task> tasks, long steps) {
        if (!from.learnsFrom(tasks)) {
            throw new Fault(
                    tasks.getFirst().zoo().file().label() + ": not the zoo that the flow was trained on so far");
        }
        FlowPlan plan = from.flow().plan().withSteps(steps);
        FlowTraining training = new FlowTraining(
                plan,
                Targets.of(plan, tasks, from.flow().basis()),
                Optional.of(from.flow().affine()));
        List<Tensor> state = training.optimizer.state();
        write(from.values(), training.parameters.values());
        write(from.firstMoment(), state.get(0));
        write(from.secondMoment(), state.get(1));
        write(from.flow().parameters(), state.get(2));
        training.history.addAll(from.history());
        training.step = from.step();
        training.seconds =
                from.history().isEmpty() ? 0 : from.history().getLast().seconds();
        return training;
    }

    private static void write(float[] values, Tensor to) {
        to.write(values, 0, 0, values.length);
    }

    private static float[] read(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        tensor.read(0, values, 0, values.length);
        return values;
    }

    private AffineVelocity measure() {
        int count = Math.clamp(COORDINATES_MEASURED / space.dimension(), FEWEST_MEASURED, MOST_MEASURED);
        List<Pair> measured = pairs(targets.trained(), count, new SplittableRandom(plan.seed()));
        return AffineVelocity.measure(
                space,
                measured.stream().map(Pair::source).toList(),
                measured.stream().map(Pair::target).toList());
    }

    /** Draws pairs, a batch after the other. */
    private List<Pair> pairs(int[] from, int count, SplittableRandom random) {
        List<Pair> pairs = new ArrayList<>();
        while (pairs.size() < count) {
            pairs.addAll(batch(from, Math.min(plan.batch(), count - pairs.size()), random));
        }
        return pairs;
    }

    private List<Pair> batch(int[] from, int count, SplittableRandom random) {
        List<float[]> sources = new ArrayList<>();
        List<float[]> chosen = new ArrayList<>();
        int[] numbers = new int[count];
        double[] times = new double[count];
        boolean[] asks = new boolean[count];
        for (int i = 0; i < count; i++) {
            sources.add(plan.source().draw(space, random));
            numbers[i] = from[random.nextInt(from.length)];
            chosen.add(targets.points().get(numbers[i]));
            times[i] = plan.times().draw(random);
            asks[i] = plan.conditions().loss() && random.nextDouble() >= UNASKED;
        }
        List<float[]> paired = plan.coupling().pair(space, sources, chosen, numbers);
        return IntStream.range(0, count)
                .mapToObj(i -> new Pair(
                        numbers[i],
                        sources.get(i),
                        paired.get(i),
                        times[i],
                        targets.given().get(numbers[i]).asked(asks[i])))
                .toList();
    }

    /**
     * Takes a step, and returns its loss.
     *
     * @throws Fault if the loss is not finite; the parameters are spoiled then
     */
    public double step() {
        long start = System.nanoTime();
        step++;
        List<Pair> pairs = batch(targets.trained(), plan.batch(), RandomStream.of(plan.seed(), step));
        Computed computed = compute(pairs, true);
        double loss = computed.loss();
        double norm = optimizer.step(plan.rate(step), step);
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new Fault("the training diverged: the loss is not finite at step " + step);
        }
        recent.add(loss);
        last = Optional.of(seen(pairs.getFirst(), computed, norm));
        seconds += (System.nanoTime() - start) * 1e-9;
        if (step % Math.max(1, plan.steps() / HISTORY) == 0 || step == plan.steps()) {
            note(norm);
        }
        return loss;
    }

    private void note(double norm) {
        double loss = recent.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        boolean validated = history.size() % 10 == 0 || step == plan.steps();
        double unseen = validated ? validationLoss() : Double.NaN;
        history.add(new Checkpoint.Seen(step, loss, unseen, norm, seconds));
        recent.clear();
    }

    /** The loss on networks of runs that are held out; NaN where there are none. */
    public double validationLoss() {
        return compute(validation, false).loss();
    }

    /** What a step computes of its pairs, one each. */
    @SuppressWarnings("ArrayRecordComponent") // read only
    private record Computed(double[] losses, float[][] points, float[][] velocities, float[][] predictions) {
        double loss() {
            return Arrays.stream(losses).average().orElse(Double.NaN);
        }
    }

    private StepSeen seen(Pair pair, Computed computed, double norm) {
        return new StepSeen(
                step,
                plan.batch(),
                pair.number,
                pair.source,
                pair.target,
                pair.time,
                computed.points[0],
                computed.velocities[0],
                computed.predictions[0],
                computed.losses[0],
                computed.loss(),
                norm,
                plan.rate(step));
    }

    private Computed compute(List<Pair> pairs, boolean differentiated) {
        int count = pairs.size();
        double[] losses = new double[count];
        float[][] points = new float[count][];
        float[][] velocities = new float[count][];
        float[][] predictions = new float[count][];
        AffineVelocity.At[] moments = new AffineVelocity.At[count];
        DataParallel.Handler<GraphNetwork.Recorded> load = (p, i) -> {
            Pair pair = pairs.get(i);
            ConditionalPath path = new ConditionalPath(space.paths());
            path.at(pair.source, pair.target, pair.time);
            points[i] = path.point();
            velocities[i] = path.velocity();
            moments[i] = affine.at(pair.time);
            network.load(p, points[i], pair.time, moments[i], pair.given);
        };
        if (differentiated) {
            model.forwardAndBackward(
                    count,
                    load,
                    (p, i) -> {
                        float[] gradient = new float[points[i].length];
                        predictions[i] = network.velocity(p, points[i], moments[i]);
                        losses[i] = network.loss(predictions[i], velocities[i], moments[i], gradient);
                        for (int c = 0; c < gradient.length; c++) {
                            gradient[c] /= count;
                        }
                        return network.differentiate(p, points[i], gradient, moments[i]);
                    },
                    (p, i) -> {});
        } else {
            model.forward(count, load, (p, i) -> {
                predictions[i] = network.velocity(p, points[i], moments[i]);
                losses[i] = network.loss(predictions[i], velocities[i], moments[i], new float[points[i].length]);
            });
        }
        return new Computed(losses, points, velocities, predictions);
    }

    /** The step that was taken last, unless none was since the training began or went on. */
    public Optional<StepSeen> lastStep() {
        return last;
    }

    /** The steps taken. */
    public long steps() {
        return step;
    }

    /** What it is to do. */
    public FlowPlan plan() {
        return plan;
    }

    /** Whether the learning rate is down to 0. */
    public boolean isDone() {
        return step >= plan.steps();
    }

    /** How it went, from the first step on. */
    public List<Checkpoint.Seen> history() {
        return List.copyOf(history);
    }

    /** The flow as it is now, with averaged parameters. */
    public Flow flow() {
        return new Flow(
                plan,
                space.basis(),
                affine,
                read(optimizer.average()),
                targets.norms(),
                targets.losses(),
                targets.given().getFirst().task(),
                targets.provenance());
    }

    /** The training as it is now. */
    public Checkpoint checkpoint() {
        List<Tensor> state = optimizer.state();
        return new Checkpoint(
                flow(),
                read(parameters.values()),
                read(state.get(0)),
                read(state.get(1)),
                step,
                history(),
                targets.fingerprint());
    }

    @Override
    public void close() {
        optimizer.close();
        model.close();
        parameters.close();
    }
}
