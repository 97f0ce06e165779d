package org.orbifold.ui.session;

import java.util.Optional;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The edits of a session in order, and how many of them are in force: the others have been undone. */
public final class History {
    private final ObservableList<Edit> edits = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper position = new ReadOnlyIntegerWrapper(this, "position", 0);

    /** All edits, undone ones at the end; not to be modified. */
    public ObservableList<Edit> edits() {
        return FXCollections.unmodifiableObservableList(edits);
    }

    /** How many edits are in force. */
    public ReadOnlyIntegerProperty position() {
        return position.getReadOnlyProperty();
    }

    /** Adds an edit after those in force; undone ones are forgotten. */
    void add(Edit edit) {
        edits.remove(position.get(), edits.size());
        edits.add(edit);
        position.set(edits.size());
    }

    /** Takes the last edit back, if there is one. */
    Optional<Edit> undo() {
        if (position.get() == 0) {
            return Optional.empty();
        }
        position.set(position.get() - 1);
        return Optional.of(edits.get(position.get()));
    }

    /** Does the first undone edit again, if there is one. */
    Optional<Edit> redo() {
        if (position.get() == edits.size()) {
            return Optional.empty();
        }
        position.set(position.get() + 1);
        return Optional.of(edits.get(position.get() - 1));
    }

    /** Forgets everything. */
    void clear() {
        edits.clear();
        position.set(0);
    }
}
