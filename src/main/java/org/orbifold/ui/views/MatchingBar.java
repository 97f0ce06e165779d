package org.orbifold.ui.views;

import java.util.Optional;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.orbifold.figure.Neuron;
import org.orbifold.job.Fault;
import org.orbifold.ui.session.Matched;
import org.orbifold.ui.session.MatchingCourse;
import org.orbifold.ui.session.MatchingMethod;
import org.orbifold.ui.session.Session;

/** How to match, and the selected neuron's match in numbers: what dragging a ribbon's end does. */
final class MatchingBar extends FlowPane {
    private final Session session;
    private final MatchingCourse course;
    private final ComboBox<MatchingMethod> method = new ComboBox<>();
    private final CheckBox canonical = new CheckBox("modulo scalings");
    private final Button run = new Button("Align", new FontIcon(Feather.SHUFFLE));
    private final Button compare = new Button("Compare all");
    private final ComboBox<Integer> layer = new ComboBox<>();
    private final Label chosen = new Label();
    private final ComboBox<Integer> partner = new ComboBox<>();
    private final Button match = new Button("Match");
    private final Button lock = new Button("Lock");
    private boolean filling;

    MatchingBar(Session session) {
        super(12, 4);
        this.session = session;
        course = session.matching();
        getStyleClass().addAll("spheres-bar", "matching-bar");
        setAlignment(Pos.CENTER_LEFT);
        makeMethod();
        makeTwin();
        getChildren().addAll(row(method, canonical, run, compare), row(layer, chosen, partner, match, lock));
        for (Node control : new Node[] {method, canonical, run, compare, layer, partner, match, lock}) {
            control.getStyleClass().add("small");
        }
        session.edited().addListener((o, before, now) -> refresh());
        session.editedB().addListener((o, before, now) -> refresh());
        session.selection().addListener((o, before, now) -> refresh());
        course.state().addListener((o, before, now) -> refresh());
        course.layer().addListener((o, before, now) -> refresh());
        refresh();
    }

    private static HBox row(Node... nodes) {
        HBox row = new HBox(6, nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void makeMethod() {
        method.setId("matching-method");
        method.setAccessibleText("Method of alignment");
        method.setItems(FXCollections.observableArrayList(MatchingMethod.values()));
        method.setConverter(new StringConverter<>() {
            @Override
            public String toString(MatchingMethod shown) {
                return "By " + shown.label();
            }

            @Override
            public MatchingMethod fromString(String text) {
                throw new UnsupportedOperationException(text);
            }
        });
        method.valueProperty().bindBidirectional(course.method());
        canonical.setId("matching-canonical");
        OnceShown.explain(canonical, "Match canonical forms, and rescale B to A's norms (ReLU networks)");
        canonical.selectedProperty().bindBidirectional(course.canonical());
        run.setId("matching-run");
        run.getStyleClass().add("accent");
        OnceShown.explain(run, "Aligns B to A by the method; what is locked stays");
        run.setOnAction(event -> course.run());
        compare.setId("matching-compare");
        OnceShown.explain(compare, "Runs every method, one after the other, and shows them side by side");
        compare.setOnAction(event -> course.compare());
        var cannot = Bindings.createBooleanBinding(
                () -> course.running().get().isPresent()
                        || !course.canRun(course.method().get()),
                course.running(),
                course.method(),
                course.problem());
        run.disableProperty().bind(cannot);
        compare.disableProperty().bind(cannot);
        for (Button button : new Button[] {run, compare}) {
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
    }

    private void makeTwin() {
        layer.setId("matching-layer");
        layer.setAccessibleText("Hidden layer");
        layer.setConverter(numbered("Hidden "));
        layer.setOnAction(event -> {
            if (!filling && layer.getValue() != null) {
                course.layer().set(layer.getValue());
            }
        });
        chosen.setId("matching-neuron");
        chosen.getStyleClass().add("figure-name");
        chosen.setMinWidth(Region.USE_PREF_SIZE);
        partner.setId("matching-partner");
        partner.setAccessibleText("Neuron of B to match with");
        partner.setConverter(numbered("n"));
        partner.setVisibleRowCount(12);
        match.setId("matching-match");
        OnceShown.explain(match, "Matches the two, as dragging an end of the ribbon does");
        match.setOnAction(event -> selected().ifPresent(a -> match(a, partner.getValue())));
        lock.setId("matching-lock");
        OnceShown.explain(lock, "Keeps the two matched, whatever a method finds (L, or a double click on an end)");
        lock.setOnAction(event -> toggleLock());
        lock.setMinWidth(64);
    }

    private static StringConverter<Integer> numbered(String name) {
        return new StringConverter<>() {
            @Override
            public String toString(Integer number) {
                return number == null ? "" : name + number;
            }

            @Override
            public Integer fromString(String text) {
                return Integer.valueOf(text.substring(name.length()));
            }
        };
    }

    private Optional<Integer> selected() {
        return session.selection()
                .get()
                .filter(neuron -> neuron.column() == course.layer().get() + 1)
                .map(Neuron::index)
                .filter(index -> index < size());
    }

    private int size() {
        return session.matched()
                .filter(both -> course.layer().get() < both.opened().size())
                .map(both -> both.opened().get(course.layer().get()).size())
                .orElse(0);
    }

    private void refresh() {
        filling = true;
        int layers = session.matched().map(both -> both.opened().size()).orElse(0);
        fill(layer, layers);
        layer.setValue(layers == 0 ? null : course.layer().get());
        fill(partner, size());
        Optional<Matched> both = session.matched();
        Optional<Integer> a = selected();
        chosen.setText(a.map(i -> "n" + i + " of A \u2194").orElse("no neuron selected"));
        partner.setDisable(a.isEmpty());
        match.setDisable(a.isEmpty());
        lock.setDisable(a.isEmpty());
        a.ifPresent(i -> {
            int hidden = course.layer().get();
            int b = both.orElseThrow().permutations().get(hidden).get(i);
            partner.setValue(b);
            lock.setText(both.get().locks().hold(hidden, i, b) ? "Unlock" : "Lock");
        });
        filling = false;
    }

    private static void fill(ComboBox<Integer> box, int count) {
        if (box.getItems().size() != count) {
            box.getItems().setAll(IntStream.range(0, count).boxed().toList());
        }
    }

    /** Matches a neuron of A as it is shown with one of B. */
    void match(int a, int b) {
        try {
            session.matched()
                    .ifPresent(both -> course.match(both.origin(course.layer().get(), a), b));
        } catch (Fault fault) {
            session.report(fault);
        }
    }

    /** Locks the selected neuron to its match, or unlocks it. */
    void toggleLock() {
        selected()
                .ifPresent(a -> session.matched()
                        .ifPresent(both ->
                                course.toggleLock(both.origin(course.layer().get(), a))));
    }
}
