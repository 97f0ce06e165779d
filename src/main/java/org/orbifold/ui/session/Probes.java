package org.orbifold.ui.session;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.orbifold.data.DataSet;
import org.orbifold.figure.ProbeChoice;
import org.orbifold.figure.Probed;
import org.orbifold.job.JobExecutor;
import org.orbifold.net.Architecture;
import org.orbifold.net.Examples;
import org.orbifold.net.Predictions;
import org.orbifold.net.Weights;

/** What the network that is shown, and B beside it, say of every test row; and which of these rows are looked at. */
public final class Probes {
    private final Latest work;
    private final BooleanProperty active = new SimpleBooleanProperty(this, "active", false);
    private final BooleanProperty comparing = new SimpleBooleanProperty(this, "comparing", false);
    private final ObjectProperty<ProbeChoice> choice =
            new SimpleObjectProperty<>(this, "choice", ProbeChoice.EVERYTHING);
    private final IntegerProperty first = new SimpleIntegerProperty(this, "first", 0);
    private final ReadOnlyObjectWrapper<Optional<Probed>> found =
            new ReadOnlyObjectWrapper<>(this, "found", Optional.empty());
    private final Session session;
    private final Function<Architecture, Optional<Examples>> test;

    Probes(
            Session session,
            Function<Architecture, Optional<Examples>> test,
            JobExecutor executor,
            Executor fx,
            Consumer<Throwable> onFailure) {
        this.session = session;
        this.test = test;
        work = new Latest(executor, fx, onFailure);
        active.addListener((o, before, now) -> refresh());
        comparing.addListener((o, before, now) -> refresh());
        choice.addListener((o, before, now) -> first.set(0));
        session.shown().addListener((o, before, now) -> refresh());
        session.editedB().addListener((o, before, now) -> refreshOther());
    }

    /** Begins with other rows. */
    void begin() {
        choice.set(ProbeChoice.EVERYTHING);
        first.set(0);
        found.set(Optional.empty());
        refresh();
    }

    /** Whether somebody looks; nothing is computed while nobody does. */
    public BooleanProperty active() {
        return active;
    }

    /** Whether B stands beside the network that is shown. */
    public BooleanProperty comparing() {
        return comparing;
    }

    /** Which rows are looked at. */
    public ObjectProperty<ProbeChoice> choice() {
        return choice;
    }

    /** The first of them that is seen, counted from 0. */
    public IntegerProperty first() {
        return first;
    }

    /** What is said of the rows, once it was computed. */
    public ReadOnlyObjectProperty<Optional<Probed>> found() {
        return found.getReadOnlyProperty();
    }

    /** Why nothing comes: the evaluation was cancelled, or failed. */
    public ReadOnlyObjectProperty<Optional<String>> stop() {
        return work.stop();
    }

    /** Whether there are test rows that the network takes. */
    public boolean canRun() {
        return rows().isPresent();
    }

    private Optional<Examples> rows() {
        return session.shown().get().map(Weights::architecture).flatMap(test);
    }

    private void refreshOther() {
        if (comparing.get()) {
            refresh();
        }
    }

    /** Computes it, once more if it was. */
    public void refresh() {
        Optional<Examples> rows = rows();
        Optional<DataSet> data = session.data().get();
        if (!active.get() || rows.isEmpty() || data.isEmpty()) {
            work.drop();
            found.set(Optional.empty());
            return;
        }
        Weights weights = session.shown().get().orElseThrow();
        Optional<Weights> b = session.editedB()
                .get()
                .filter(open -> comparing.get() && open.architecture().equals(weights.architecture()));
        double t = session.t().get();
        String name = t == 0 ? "A" : String.format(Locale.ROOT, "t = %.2f", t);
        work.submit(
                "Testing row by row",
                progress -> new Probed(
                        "test rows",
                        rows.get(),
                        data.get().image(),
                        data.get().classNames(),
                        Predictions.of(weights, rows.get(), progress),
                        name,
                        b.map(other -> new Probed.Other(Predictions.of(other, rows.get(), progress), "B"))),
                probed -> found.set(Optional.of(probed)));
    }
}
