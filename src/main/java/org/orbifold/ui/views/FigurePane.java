package org.orbifold.ui.views;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.nio.IntBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.event.EventType;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.orbifold.figure.Figure;
import org.orbifold.figure.Theme;
import org.orbifold.ui.session.Session;

/**
 * Shows a figure at its own size: painted on a worker into memory that the picture on the screen shares. At most one
 * painting is under way; what is asked for meanwhile is painted next, in its latest form. While the pane cannot be seen
 * nothing is painted.
 *
 * <p>The renderer reads a frame until the pulse after the one that showed it. So there are three, of which one may be read,
 * one waits for the next pulse and one is painted; and no pulse is given more than one.
 */
public final class FigurePane extends Region {
    private static final ExecutorService PAINTERS = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().name("painter-", 1).daemon().factory());

    /** An image and the pixels that it shows. */
    private record Frame(BufferedImage pixels, PixelBuffer<IntBuffer> buffer, WritableImage image) {
        static Frame of(int width, int height) {
            BufferedImage pixels = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB_PRE);
            int[] memory = ((DataBufferInt) pixels.getRaster().getDataBuffer()).getData();
            PixelBuffer<IntBuffer> buffer =
                    new PixelBuffer<>(width, height, IntBuffer.wrap(memory), PixelFormat.getIntArgbPreInstance());
            return new Frame(pixels, buffer, new WritableImage(buffer));
        }

        boolean fits(int width, int height) {
            return pixels.getWidth() == width && pixels.getHeight() == height;
        }
    }

    private final ImageView view = new ImageView();
    private final Region focusRing = new Region();
    private final Session session;
    private final Exposure exposure = new Exposure(this);
    private final FigureMenu menu;
    private final Frame[] frames = new Frame[3];
    private int next;
    private int shown;
    private boolean waitsForPulse;
    private Optional<Runnable> held = Optional.empty();
    private Supplier<? extends Figure> source;
    private boolean painting;
    private boolean stale;

    /** Waits for a pulse, and for what is synchronised with the renderer in it. */
    private final AnimationTimer pulse = new AnimationTimer() {
        @Override
        public void handle(long now) {
            stop();
            Platform.runLater(FigurePane.this::pulsed);
        }
    };

    /** An empty pane, in the theme and with the pixels of a session. */
    public FigurePane(Session session) {
        this.session = session;
        view.setMouseTransparent(true);
        view.setSmooth(false);
        focusRing.setMouseTransparent(true);
        focusRing.getStyleClass().add("figure-focus");
        getChildren().addAll(view, focusRing);
        getStyleClass().add("figure-pane");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(0, 0);
        menu = new FigureMenu(this);
        offerMenu();
        session.theme().addListener((o, before, now) -> repaint());
        session.pixelScale().addListener((o, before, now) -> repaint());
        exposure.exposed().addListener((o, before, now) -> repaintIfStale());
    }

    /** Lets the keyboard reach the figure, and tells what keys do there. */
    void takeFocus(String keys) {
        setFocusTraversable(true);
        setAccessibleHelp(keys);
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> requestFocus());
    }

    private void offerMenu() {
        setOnContextMenuRequested(this::offer);
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> menu.hide());
    }

    /** Offers what can be done with the figure: also for what lies over the pane. */
    void offer(ContextMenuEvent event) {
        if (source != null) {
            menu.show(this, event.getScreenX(), event.getScreenY());
            event.consume();
        }
    }

    /** Asks for the figure that is shown to be taken. */
    public void request(EventType<FigureRequest> kind) {
        if (source != null) {
            fireEvent(new FigureRequest(
                    kind, source.get(), getId() == null ? "figure" : getId(), getWidth(), getHeight()));
        }
    }

    /** Whether the figure has numbers. */
    public boolean hasTable() {
        return source != null && source.get().table().isPresent();
    }

    /**
     * The figure that is meant in some part of the window: under the pointer, else in the view under it, else the largest.
     *
     * @param which of those that can be meant
     */
    public static Optional<FigurePane> meant(Node part, Predicate<FigurePane> which) {
        List<FigurePane> seen = part.lookupAll(".figure-pane").stream()
                .map(FigurePane.class::cast)
                .filter(pane -> pane.source != null && Exposure.isVisible(pane))
                .filter(which)
                .toList();
        return seen.stream()
                .filter(Node::isHover)
                .findFirst()
                .or(() ->
                        seen.stream().filter(pane -> pane.getParent().isHover()).findFirst())
                .or(() -> seen.stream().max(Comparator.comparingDouble(pane -> pane.getWidth() * pane.getHeight())));
    }

    /** A button that saves the figure, named after the pane. */
    Button saveButton() {
        Button button = FigureMenu.saveButton(getId(), () -> request(FigureRequest.SAVE));
        button.disableProperty().bind(visibleProperty().not());
        return button;
    }

    /** Shows a figure from now on; it is made on the worker that paints it. */
    public void show(Supplier<? extends Figure> figure) {
        source = figure;
        repaint();
    }

    private void repaint() {
        stale = true;
        if (painting || !exposure.exposed().get() || source == null || getWidth() < 1 || getHeight() < 1) {
            return;
        }
        stale = false;
        painting = true;
        double scale = session.pixelScale().get();
        int width = (int) Math.ceil(getWidth() * scale);
        int height = (int) Math.ceil(getHeight() * scale);
        if (frames[next] == null || !frames[next].fits(width, height)) {
            frames[next] = Frame.of(width, height);
        }
        Frame frame = frames[next];
        Supplier<? extends Figure> figure = source;
        Theme colors = session.theme().get();
        double w = getWidth();
        double h = getHeight();
        PAINTERS.execute(() -> paint(frame, figure, colors, w, h, scale));
    }

    private void paint(
            Frame frame, Supplier<? extends Figure> figure, Theme colors, double width, double height, double scale) {
        try {
            Figure made = figure.get();
            Graphics2D g = frame.pixels.createGraphics();
            g.scale(scale, scale);
            made.paint(g, width, height, colors);
            g.dispose();
            Platform.runLater(() -> painted(frame, made.caption()));
        } catch (RuntimeException e) {
            Platform.runLater(() -> {
                painting = false;
                session.report(e);
            });
        }
    }

    private void painted(Frame frame, String caption) {
        if (waitsForPulse) {
            held = Optional.of(() -> present(frame, caption));
        } else {
            present(frame, caption);
        }
    }

    /** What was presented is read by the renderer from now on, and what was read before is free. */
    private void pulsed() {
        waitsForPulse = false;
        Optional<Runnable> due = held;
        held = Optional.empty();
        due.ifPresent(Runnable::run);
    }

    private void present(Frame frame, String caption) {
        waitsForPulse = true;
        pulse.start();
        shown = next;
        next = (next + 1) % frames.length;
        frame.buffer.updateBuffer(buffer -> null);
        view.setImage(frame.image);
        view.setFitWidth(getWidth());
        view.setFitHeight(getHeight());
        setAccessibleText(caption);
        painting = false;
        repaintIfStale();
    }

    private void repaintIfStale() {
        if (stale) {
            repaint();
        }
    }

    /** Whether what is shown, if anything is, is what was last asked for. */
    public boolean isCurrent() {
        return !exposure.exposed().get() || (!painting && !stale && view.getImage() != null);
    }

    @Override
    protected void layoutChildren() {
        focusRing.resizeRelocate(0, 0, getWidth(), getHeight());
        double scale = session.pixelScale().get();
        Frame last = frames[shown];
        if (last == null || !last.fits((int) Math.ceil(getWidth() * scale), (int) Math.ceil(getHeight() * scale))) {
            repaint();
        }
    }
}
