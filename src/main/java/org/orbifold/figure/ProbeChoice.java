package org.orbifold.figure;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.orbifold.net.Predictions;

/**
 * Which rows a gallery shows.
 *
 * @param cell of the confusion matrix that they are in, if only those of one are wanted
 */
public record ProbeChoice(Kind kind, Optional<Cell> cell) {
    /** Every row, in order. */
    public static final ProbeChoice EVERYTHING = new ProbeChoice(Kind.ALL, Optional.empty());

    /** A cell of the confusion matrix. */
    public record Cell(int label, int predicted) {}

    /** Which rows, and in which order. */
    public enum Kind {
        ALL("all", "Every row, in order"),
        WRONG("wrong", "Rows of which another class is predicted than theirs"),
        LEAST_CERTAIN("least certain", "Every row, those first whose predicted class has the lowest probability");

        private final String label;
        private final String explanation;

        Kind(String label, String explanation) {
            this.label = label;
            this.explanation = explanation;
        }

        /** Its name, as a person reads it. */
        public String label() {
            return label;
        }

        /** What it is, in a sentence. */
        public String explanation() {
            return explanation;
        }
    }

    /** The rows that are chosen, in their order. */
    public List<Integer> of(Predictions predictions) {
        IntStream rows = IntStream.range(0, predictions.rows())
                .filter(r -> kind != Kind.WRONG || !predictions.isRight(r))
                .filter(r ->
                        cell.isEmpty() || cell.get().equals(new Cell(predictions.label(r), predictions.predicted(r))));
        return kind == Kind.LEAST_CERTAIN
                ? rows.boxed()
                        .sorted(Comparator.comparingDouble(predictions::probability))
                        .toList()
                : rows.boxed().toList();
    }
}
