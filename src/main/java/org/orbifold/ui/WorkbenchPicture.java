package org.orbifold.ui;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.transform.Transform;
import javafx.stage.Stage;
import org.orbifold.data.DataSet;
import org.orbifold.figure.Figure;
import org.orbifold.figure.ImageFigure;
import org.orbifold.figure.ParticlesFigure;
import org.orbifold.figure.Theme;
import org.orbifold.job.Fault;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Weights;
import org.orbifold.study.SampleModels;
import org.orbifold.ui.session.FlowCourse;
import org.orbifold.ui.session.OpenNetwork;
import org.orbifold.ui.session.Session;
import org.orbifold.ui.session.Workspace;

/** A picture of the whole window, taken without a display. */
public final class WorkbenchPicture {
    private static final int SETTLED_PULSES = 4;
    private static final int SECONDS = 60;

    private WorkbenchPicture() {}

    /**
     * The window with those networks open and aligned, and data beside them.
     *
     * @param workspace of networks
     * @param networks none for the samples, A, or A and B
     * @param names of the networks
     * @param width in points
     * @param height in points
     * @param scale pixels a point
     */
    public static Figure of(
            Workspace workspace,
            List<Weights> networks,
            List<String> names,
            DataSet data,
            Theme theme,
            int width,
            int height,
            double scale) {
        return of(
                session -> {
                    session.workspace().set(workspace);
                    open(session, networks, names, data);
                },
                theme,
                width,
                height,
                scale);
    }

    /**
     * The window with the flow workspace.
     *
     * @param flow to be seen; none for one that is trained for a moment
     * @param zoo that it learned from; none for the sample
     * @param tau the flow time at which its networks are seen
     * @param width in points
     * @param height in points
     * @param scale pixels a point
     */
    public static Figure ofFlow(
            Optional<Path> flow,
            Optional<Path> zoo,
            double tau,
            Set<ParticlesFigure.Overlay> overlays,
            Theme theme,
            int width,
            int height,
            double scale) {
        return of(session -> openFlow(session, flow, zoo, tau, overlays), theme, width, height, scale);
    }

    /**
     * The window with a session that is in a file.
     *
     * @param width in points
     * @param height in points
     * @param scale pixels a point
     */
    public static Figure ofSession(Path file, Theme theme, int width, int height, double scale) {
        return of(session -> session.store().open(file), theme, width, height, scale);
    }

    private static Figure of(Consumer<Session> opening, Theme theme, int width, int height, double scale) {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        CompletableFuture<BufferedImage> picture = new CompletableFuture<>();
        Platform.startup(() -> {
            try {
                take(room(opening, theme, scale, picture), theme, width, height, scale, picture);
            } catch (RuntimeException e) {
                picture.completeExceptionally(e);
            }
        });
        try {
            return new ImageFigure(picture.get(SECONDS, TimeUnit.SECONDS), "The workbench");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Fault fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the window did not settle in " + SECONDS + " s", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            Platform.exit();
        }
    }

    private static void open(Session session, List<Weights> networks, List<String> names, DataSet data) {
        if (networks.isEmpty()) {
            SampleModels.Pair pair = SampleModels.moonsPair();
            session.openA(new OpenNetwork("a.safetensors", pair.a()));
            session.openB(new OpenNetwork("b.safetensors", pair.b()));
        } else {
            session.openA(new OpenNetwork(names.getFirst(), networks.getFirst()));
        }
        if (networks.size() > 1) {
            session.openB(new OpenNetwork(names.get(1), networks.get(1)));
        }
        session.openData(data, 0);
        session.align(false);
    }

    private static void openFlow(
            Session session,
            Optional<Path> flow,
            Optional<Path> zoo,
            double tau,
            Set<ParticlesFigure.Overlay> overlays) {
        FlowCourse course = session.course();
        session.workspace().set(Workspace.FLOW);
        zoo.ifPresentOrElse(course::openZoo, course::openSample);
        flow.ifPresent(course::openFlow);
        session.particles().tau().set(tau);
        session.particles().overlays().set(overlays);
    }

    /** A room in which every job is done at once; a failure is that of the picture. */
    private static WorkbenchPane room(
            Consumer<Session> opening, Theme theme, double scale, CompletableFuture<BufferedImage> picture) {
        Workbench.loadFonts();
        Session session = new Session(JobExecutor.direct(), Runnable::run);
        session.theme().set(theme);
        session.pixelScale().set(scale);
        session.failure().addListener((o, before, now) -> now.ifPresent(picture::completeExceptionally));
        WorkbenchPane room = new WorkbenchPane(session, new NoDialogs());
        opening.accept(session);
        room.setDevice("", "");
        return room;
    }

    /** Shows the room, and takes its picture once everything in it has been painted. */
    private static void take(
            WorkbenchPane room,
            Theme theme,
            int width,
            int height,
            double scale,
            CompletableFuture<BufferedImage> picture) {
        Scene scene = new Scene(room, width, height);
        Workbench.dress(scene, theme);
        Stage stage = new Stage();
        stage.setScene(scene);
        stage.show();
        new AnimationTimer() {
            private int settled;

            @Override
            public void handle(long now) {
                settled = room.isCurrent() ? settled + 1 : 0;
                if (settled >= SETTLED_PULSES) {
                    stop();
                    picture.complete(snapshot(scene, scale));
                    stage.close();
                }
            }
        }.start();
    }

    private static BufferedImage snapshot(Scene scene, double scale) {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(Transform.scale(scale, scale));
        WritableImage taken = scene.getRoot().snapshot(parameters, null);
        int width = (int) taken.getWidth();
        int height = (int) taken.getHeight();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        taken.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return image;
    }

    /** Nobody is there to be asked. */
    private static final class NoDialogs implements FileDialogs {
        @Override
        public Optional<Path> open(Purpose purpose) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> save(String title, String suggestion) {
            return Optional.empty();
        }
    }
}
