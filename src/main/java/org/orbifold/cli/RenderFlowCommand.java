package org.orbifold.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.orbifold.figure.Figure;
import org.orbifold.figure.FlowFigure;
import org.orbifold.figure.Particles;
import org.orbifold.figure.ParticlesFigure;
import org.orbifold.figure.TrainingFigure;
import org.orbifold.flow.Checkpoint;
import org.orbifold.flow.Flow;
import org.orbifold.flow.FlowFile;
import org.orbifold.flow.Noise;
import org.orbifold.flow.Sampler;
import org.orbifold.flow.Solver;
import org.orbifold.flow.Task;
import org.orbifold.flow.Trajectories;
import org.orbifold.job.Fault;
import org.orbifold.zoo.Zoo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Draws a flow. */
@Command(name = "flow", description = "A flow: how its loss fell, and the networks that it makes on their way.")
final class RenderFlowCommand extends PictureCommand {
    /** Networks that a flow is seen by. */
    private static final int PARTICLES = 100;

    private static final Sampler EULER = new Sampler(Solver.EULER, 64, Noise.none());

    @Mixin
    private FlowPictureOptions options;

    @Override
    Figure figure(Canvas canvas) {
        if (locations().size() != 1) {
            throw new Fault("render flow takes one flow, not " + locations().size());
        }
        double tau = options.tau();
        Set<ParticlesFigure.Overlay> overlays = options.overlays();
        Checkpoint checkpoint = FlowFile.read(Path.of(locations().getFirst()));
        Flow flow = checkpoint.flow();
        List<float[]> training = options.zoo()
                .map(location -> flow.space().points(known(checkpoint, location).networks()))
                .orElse(List.of());
        Console progress = new Console();
        Trajectories sampled = Trajectories.of(flow, PARTICLES, EULER, seed(), progress);
        progress.finish();
        return new FlowFigure(
                new TrainingFigure(checkpoint.history(), flow.plan().steps()),
                new ParticlesFigure(
                        Particles.of(sampled, training), tau, Optional.empty(), overlays, Optional.empty()));
    }

    private Zoo known(Checkpoint checkpoint, String location) {
        Zoo zoo = Zoo.of(models().read(location));
        if (!checkpoint.learnsFrom(List.of(new Task(zoo, Optional.empty())))) {
            throw Fault.in(location, "not the zoo that the flow was trained on");
        }
        return zoo;
    }
}
