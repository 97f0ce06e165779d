package org.orbifold.ui;

import java.util.Locale;
import java.util.OptionalInt;

/** How well a text answers what was typed: by its beginning, by words, or by letters in their order. */
final class PaletteSearch {
    private PaletteSearch() {}

    /**
     * The rank of a name, lower for better; empty if it is no answer.
     *
     * @param group words that may be typed beside those of the name
     */
    static OptionalInt rank(String name, String group, String typed) {
        String wanted = typed.strip().toLowerCase(Locale.ROOT);
        String text = name.toLowerCase(Locale.ROOT);
        if (text.startsWith(wanted)) {
            return OptionalInt.of(0);
        }
        String[] words = wanted.split("\\s+");
        if (hasAll(text, words, true)) {
            return OptionalInt.of(1);
        }
        if (hasAll(text + " " + group.toLowerCase(Locale.ROOT), words, false)) {
            return OptionalInt.of(2);
        }
        return hasInOrder(text, wanted.replace(" ", "")) ? OptionalInt.of(3) : OptionalInt.empty();
    }

    private static boolean hasAll(String text, String[] words, boolean atStarts) {
        for (String word : words) {
            if (!(atStarts ? (" " + text).contains(" " + word) : text.contains(word))) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasInOrder(String text, String letters) {
        int at = 0;
        for (int i = 0; i < letters.length(); i++) {
            at = text.indexOf(letters.charAt(i), at) + 1;
            if (at == 0) {
                return false;
            }
        }
        return true;
    }
}
