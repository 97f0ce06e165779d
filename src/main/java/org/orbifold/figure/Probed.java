package org.orbifold.figure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orbifold.data.ImageShape;
import org.orbifold.net.Examples;
import org.orbifold.net.Predictions;

/**
 * Rows, and what a network says of them; beside it, another network.
 *
 * @param part what the rows are: "test rows"
 * @param rows that were run
 * @param image the shape of a row, if rows are images
 * @param classNames a name a class
 * @param first of the network
 * @param name of the network
 * @param other of another network of the same outputs, and its name
 */
public record Probed(
        String part,
        Examples rows,
        Optional<ImageShape> image,
        List<String> classNames,
        Predictions first,
        String name,
        Optional<Other> other) {
    /** What another network says of the same rows. */
    public record Other(Predictions predictions, String name) {}

    public Probed {
        classNames = List.copyOf(classNames);
    }

    /** What a class is called. */
    String className(int c) {
        return c < classNames.size() ? classNames.get(c) : "class " + c;
    }

    /** What a network gets right, in words. */
    static String accuracy(Predictions predictions) {
        return String.format(Locale.ROOT, "%,d of %,d right", predictions.right(), predictions.rows());
    }

    /** Everything that is said of every row. */
    Table table() {
        Table table = other.isEmpty()
                ? new Table("row", "class", "predicted", "probability", "margin")
                : new Table(
                        "row",
                        "class",
                        "predicted",
                        "probability",
                        "margin",
                        "otherPredicted",
                        "otherProbability",
                        "otherMargin");
        for (int r = 0; r < first.rows(); r++) {
            addRow(table, r);
        }
        return table;
    }

    /** Adds what is said of a row. */
    private void addRow(Table table, int r) {
        String label = cell(className(first.label(r)));
        String predicted = cell(className(first.predicted(r)));
        if (other.isEmpty()) {
            table.add(r, label, predicted, first.probability(r), first.margin(r));
        } else {
            Predictions second = other.get().predictions();
            table.add(
                    r,
                    label,
                    predicted,
                    first.probability(r),
                    first.margin(r),
                    cell(className(second.predicted(r))),
                    second.probability(r),
                    second.margin(r));
        }
    }

    /** A name as a table of commas takes it. */
    static String cell(String name) {
        return name.replace(',', ' ');
    }
}
