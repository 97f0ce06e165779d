package org.orbifold.ui.views;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import javafx.beans.property.DoubleProperty;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/**
 * What a key does in the views of a workspace: said once, for the key itself, the list of keys and the command palette.
 *
 * @param name in words
 * @param label the key as it is written
 * @param codes the keys that do it
 * @param possible whether it can be done now
 * @param work does it so many times at once: ten with Shift, else one
 */
public record ViewKey(
        String name, Ikon icon, String label, List<KeyCode> codes, BooleanSupplier possible, IntConsumer work) {
    private static final int WITH_SHIFT = 10;
    private static final double STEP = 0.01;

    /** What a key does at any time, however often Shift says. */
    public static ViewKey of(String name, Ikon icon, String label, KeyCode code, Runnable work) {
        return new ViewKey(name, icon, label, List.of(code), () -> true, times -> work.run());
    }

    /** The arrow that moves a clock in [0, 1] back or on. */
    public static ViewKey clock(String name, int direction, DoubleProperty clock) {
        boolean on = direction > 0;
        return new ViewKey(
                name + (on ? " on by 0.01" : " back by 0.01"),
                on ? Feather.ARROW_RIGHT : Feather.ARROW_LEFT,
                on ? "\u2192" : "\u2190",
                List.of(on ? KeyCode.RIGHT : KeyCode.LEFT),
                () -> true,
                times -> clock.set(Math.clamp(clock.get() + direction * times * STEP, 0, 1)));
    }

    /** The key that sets a clock to an end, 0 or 1. */
    public static ViewKey end(String name, int end, DoubleProperty clock) {
        return of(
                name + " = " + end,
                end == 0 ? Feather.SKIP_BACK : Feather.SKIP_FORWARD,
                end == 0 ? "Home" : "End",
                end == 0 ? KeyCode.HOME : KeyCode.END,
                () -> clock.set(end));
    }

    /** Does what a pressed key means, if it means something now; tells whether it did. */
    public static boolean take(List<ViewKey> keys, KeyEvent event) {
        Optional<ViewKey> meant = keys.stream()
                .filter(key -> key.codes.contains(event.getCode()) && key.possible.getAsBoolean())
                .findFirst();
        meant.ifPresent(key -> key.work.accept(event.isShiftDown() ? WITH_SHIFT : 1));
        return meant.isPresent();
    }
}
