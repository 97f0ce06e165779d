package org.orbifold.ui;

import java.util.function.BooleanSupplier;
import org.kordamp.ikonli.Ikon;
import org.orbifold.ui.views.ViewKey;

/**
 * One thing that can be done, as the command palette and the list of keys show it.
 *
 * @param group its menu, or the views that have its key
 * @param keys as they are written; empty if it has none
 * @param possible whether it can be done now
 */
record Command(String group, String name, Ikon icon, String keys, BooleanSupplier possible, Runnable work) {
    /** What a key does in the views of a group, once. */
    static Command of(String group, ViewKey key) {
        return new Command(
                group,
                key.name(),
                key.icon(),
                key.label(),
                key.possible(),
                () -> key.work().accept(1));
    }
}
