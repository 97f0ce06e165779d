package org.orbifold.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How the ten digits are written: for each some ways to write it, a way being strokes of the pen, a stroke the points
 * that it passes through. Points lie in the unit square, y downwards. Strokes that share a point meet there.
 */
final class GlyphStrokes {
    /** Ways to write 0 to 9, in percent: {@code x y} for a point, {@code /} between strokes. */
    private static final List<List<String>> WAYS = List.of(
            List.of(
                    "54 10 30 18 20 50 30 84 52 90 72 80 80 48 70 18 50 10",
                    "60 14 38 16 24 46 30 82 52 90 74 72 78 40 60 14"),
            List.of(
                    "52 10 50 50 49 90",
                    "34 30 54 10 / 54 10 53 50 52 90",
                    "36 28 52 10 / 52 10 52 50 52 90 / 32 90 52 90 72 90"),
            List.of(
                    "24 30 34 13 54 10 72 24 68 46 48 68 24 90 / 24 90 50 89 78 88",
                    "26 26 46 10 70 22 66 46 44 72 28 88 20 80 32 72 54 84 80 86"),
            List.of(
                    "26 18 50 10 71 24 64 42 42 48 / 42 48 68 54 75 72 54 90 24 82",
                    "25 12 50 12 72 12 / 72 12 58 28 46 42 / 46 42 70 50 74 74 52 90 24 84"),
            List.of(
                    "34 12 28 34 22 58 / 22 58 50 58 82 56 / 64 30 62 60 60 90",
                    "62 90 63 50 64 10 / 64 10 42 36 20 62 / 20 62 50 62 82 62"),
            List.of(
                    "74 12 54 12 34 12 / 34 12 32 28 30 46 / 30 46 54 40 74 54 72 78 48 90 24 82",
                    "36 14 32 30 30 44 / 30 44 52 40 72 54 70 78 46 90 24 84 / 36 14 56 13 76 10"),
            List.of(
                    "66 12 44 26 27 56 34 84 56 90 72 74 62 56 42 56 28 70",
                    "58 10 34 36 26 66 40 88 62 86 70 68 56 56 38 62 29 76"),
            List.of(
                    "22 14 50 13 78 12 / 78 12 58 46 42 90",
                    "24 14 50 13 76 12 / 76 12 56 46 44 90 / 36 52 52 50 68 50"),
            List.of(
                    "70 24 50 10 30 22 40 42 60 56 72 74 50 90 28 76 38 56 60 42 70 24",
                    "50 48 30 30 50 10 70 30 50 48 / 50 48 26 70 50 90 74 70 50 48"),
            List.of(
                    "70 30 56 10 32 18 32 42 52 48 70 30 / 70 30 68 60 60 90",
                    "70 26 50 10 30 26 42 46 62 44 70 26 / 70 26 72 62 56 88 32 84"));

    private GlyphStrokes() {}

    /** The number of ways to write a digit. */
    static int ways(int digit) {
        return WAYS.get(digit).size();
    }

    /** The strokes of a digit, each point displaced once, wherever it occurs. */
    static List<List<Plane.Point>> strokes(int digit, int way, UnaryOperator<Plane.Point> displacement) {
        Map<Plane.Point, Plane.Point> displaced = new HashMap<>();
        List<List<Plane.Point>> strokes = new ArrayList<>();
        for (String stroke : WAYS.get(digit).get(way).split(" / ", -1)) {
            String[] numbers = stroke.split(" ", -1);
            List<Plane.Point> points = new ArrayList<>();
            for (int i = 0; i < numbers.length; i += 2) {
                double x = Integer.parseInt(numbers[i]) / 100.0;
                double y = Integer.parseInt(numbers[i + 1]) / 100.0;
                points.add(displaced.computeIfAbsent(new Plane.Point(x, y), displacement));
            }
            strokes.add(points);
        }
        return strokes;
    }
}
