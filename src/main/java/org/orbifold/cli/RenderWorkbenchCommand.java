package org.orbifold.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.orbifold.figure.Figure;
import org.orbifold.job.Fault;
import org.orbifold.net.Weights;
import org.orbifold.ui.WorkbenchPicture;
import org.orbifold.ui.session.SessionStore;
import org.orbifold.ui.session.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws the whole window. */
@Command(
        name = "workbench",
        description = "The whole window, with those networks or that flow in it, or a session (.orbifold).")
final class RenderWorkbenchCommand extends PictureCommand {
    @Mixin
    private PictureDataOptions data;

    @Mixin
    private FlowPictureOptions options;

    @Option(
            names = "--workspace",
            paramLabel = "W",
            description = "learn, align, or flow, with a flow as MODEL (default: ${DEFAULT-VALUE}).")
    private String workspace = "learn";

    @Override
    Figure figure(Canvas canvas) {
        Workspace room = Faults.named(
                "--workspace",
                workspace,
                Workspace.values(),
                each -> each.label().toLowerCase(Locale.ROOT));
        if (locations().size() == 1 && locations().getFirst().endsWith(SessionStore.EXTENSION)) {
            return WorkbenchPicture.ofSession(
                    Path.of(locations().getFirst()), canvas.theme(), canvas.width(), canvas.height(), canvas.scale());
        }
        return switch (room) {
            case LEARN, ALIGN -> networks(room, canvas);
            case FLOW -> flow(canvas);
        };
    }

    private Figure networks(Workspace room, Canvas canvas) {
        List<Weights> networks = locations().stream()
                .map(location -> models().readOne(location).network())
                .toList();
        return WorkbenchPicture.of(
                room,
                networks,
                locations(),
                data.load(seed()),
                canvas.theme(),
                canvas.width(),
                canvas.height(),
                canvas.scale());
    }

    private Figure flow(Canvas canvas) {
        if (locations().size() > 1) {
            throw new Fault("render workbench --workspace flow takes one flow at most, not "
                    + locations().size());
        }
        return WorkbenchPicture.ofFlow(
                locations().stream().map(Path::of).findFirst(),
                options.zoo().map(Path::of),
                options.tau(),
                options.overlays(),
                canvas.theme(),
                canvas.width(),
                canvas.height(),
                canvas.scale());
    }
}
