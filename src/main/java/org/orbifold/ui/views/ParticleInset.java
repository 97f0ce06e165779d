package org.orbifold.ui.views;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.orbifold.data.DataSet;
import org.orbifold.figure.Domain;
import org.orbifold.figure.Figure;
import org.orbifold.figure.FunctionField;
import org.orbifold.figure.FunctionFigure;
import org.orbifold.figure.ReceptiveFieldsFigure;
import org.orbifold.figure.Type;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Weights;
import org.orbifold.ui.session.FlowParticles;
import org.orbifold.ui.session.FlowSample;
import org.orbifold.ui.session.Session;
import org.orbifold.zoo.ZooData;

/**
 * The network that is looked at, beside its particle: the function of a network with two inputs, the first weights of one
 * over images, and how good it is.
 */
final class ParticleInset extends VBox {
    private static final int GRID = 96;
    private static final double WIDTH = 250;
    private static final double HEIGHT = 210;

    private final Session session;
    private final FlowParticles particles;
    private final FigurePane picture;
    private final Label about = new Label();

    ParticleInset(Session session) {
        this.session = session;
        particles = session.particles();
        picture = new FigurePane(session);
        picture.setId("particle-function");
        about.setId("particle");
        about.setWrapText(true);
        about.getStyleClass().add("rail-text");
        StackPane frame = new StackPane(picture);
        frame.setMinSize(WIDTH, HEIGHT);
        frame.setPrefSize(WIDTH, HEIGHT);
        frame.managedProperty().bind(picture.visibleProperty());
        about.setMaxWidth(WIDTH);
        getStyleClass().add("particle-inset");
        getChildren().addAll(about, frame);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setVisible(false);
    }

    boolean isCurrent() {
        return !isVisible() || !picture.isVisible() || picture.isCurrent();
    }

    /** Shows the particle that is looked at as it is now, or nothing. */
    void look() {
        Optional<FlowSample> sample = particles.sample().get();
        Optional<Integer> marked = particles
                .marked()
                .get()
                .filter(k ->
                        sample.isPresent() && k < sample.get().trajectories().count());
        setVisible(marked.isPresent());
        marked.ifPresent(k -> look(sample.get(), k));
    }

    private void look(FlowSample made, int k) {
        double tau = particles.tau().get();
        String measured = made.outcomes().isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        ". At \u03c4 = 1: accuracy %.3f, loss %s",
                        made.outcomes().get(k).accuracy(),
                        Type.number(made.outcomes().get(k).loss()));
        about.setText("Network " + k + String.format(Locale.ROOT, " at \u03c4 = %.2f", tau) + measured
                + ". Click to open it as network A.");
        Architecture architecture = made.trajectories().flow().plan().architecture();
        picture.setVisible(architecture.inputs() == 2 || ReceptiveFieldsFigure.isOverImages(architecture));
        if (picture.isVisible()) {
            Optional<DataSet> data = session.course()
                    .targets()
                    .get()
                    .flatMap(targets -> targets.data())
                    .map(ZooData::set);
            picture.show(() -> figure(made.trajectories().network(k, tau), data));
        }
    }

    private static Figure figure(Weights network, Optional<DataSet> data) {
        if (network.architecture().inputs() != 2) {
            return new ReceptiveFieldsFigure(network);
        }
        Optional<Examples> rows = data.map(DataSet::examples);
        return new FunctionFigure(
                FunctionField.sample(network, rows.map(Domain::around).orElse(new Domain(-3, -3, 3, 3)), GRID),
                rows,
                Optional.empty(),
                Optional.empty(),
                data.map(DataSet::classNames).orElse(List.of()),
                Optional.empty());
    }
}
