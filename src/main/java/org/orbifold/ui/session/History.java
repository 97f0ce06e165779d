package org.orbifold.ui.session;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.orbifold.net.Architecture;
import org.orbifold.net.Weights;
import org.orbifold.symmetry.GroupElement;

/** The edits of a session in order, and how many of them are in force: the others have been undone. */
public final class History {
    private final ObservableList<Edit> edits = FXCollections.observableArrayList();

    /** Kept: a view hears of changes only as long as somebody holds it. */
    private final ObservableList<Edit> seen = FXCollections.unmodifiableObservableList(edits);

    private final ReadOnlyIntegerWrapper position = new ReadOnlyIntegerWrapper(this, "position", 0);

    /** All edits, undone ones at the end; not to be modified. */
    public ObservableList<Edit> edits() {
        return seen;
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

    /** Takes other edits, so many of them in force. */
    void restore(List<Edit> others, int inForce) {
        edits.setAll(others);
        position.set(inForce);
    }

    /** Forgets the edits of one network. */
    void forget(End end) {
        int kept = (int) inForce().filter(edit -> edit.end() != end).count();
        edits.removeIf(edit -> edit.end() == end);
        position.set(kept);
    }

    /** Forgets what was between two networks: how they were matched, and curves. */
    void forgetBetween() {
        int kept = (int) inForce().filter(edit -> !isBetween(edit)).count();
        edits.removeIf(History::isBetween);
        position.set(kept);
    }

    private static boolean isBetween(Edit edit) {
        return edit instanceof Edit.Rematch || edit instanceof Edit.Rebend;
    }

    private Stream<Edit> inForce() {
        return edits.stream().limit(position.get());
    }

    /** The edits of a network in force. */
    List<Edit> inForce(End end) {
        return inForce().filter(edit -> edit.end() == end).toList();
    }

    /** A network with its edits in force. */
    Weights apply(End end, Weights opened) {
        return Edit.applyAll(inForce(end), opened);
    }

    /** The product of the symmetries of A in force. */
    GroupElement symmetries(Architecture architecture) {
        GroupElement product = GroupElement.identity(architecture);
        for (Edit edit : inForce().toList()) {
            if (edit instanceof Edit.Symmetry symmetry) {
                product = product.then(symmetry.element());
            }
        }
        return product;
    }
}
