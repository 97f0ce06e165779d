package org.orbifold.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.orbifold.flow.PrincipalPlane.Place;

class DensityTest {
    /** Half of a normal law lies within 1.177 deviations of its centre, nine tenths within 2.146. */
    @Test
    void theRegionsOfANormalLawAreDiscs() {
        SplittableRandom random = new SplittableRandom(1);
        List<Place> places = IntStream.range(0, 20_000)
                .mapToObj(k -> new Place(3 + random.nextGaussian(), 0.5 * random.nextGaussian()))
                .toList();
        Density density = new Density(places, new Domain(-1, -2, 7, 2));
        double wider = Math.sqrt(1 + Math.pow(20_000, -1.0 / 3));
        for (double[] known : new double[][] {{0.5, 1.1774}, {0.9, 2.1460}}) {
            Rectangle2D seen = density.region(known[0]).getBounds2D();
            Domain domain = density.domain();
            double across = seen.getWidth() * (domain.maxX() - domain.minX()) / 2;
            double high = seen.getHeight() * (domain.maxY() - domain.minY()) / 2;
            assertEquals(known[1] * wider, across, 0.12);
            assertEquals(0.5 * known[1] * wider, high, 0.06);
            assertEquals(3, domain.x(seen.getCenterX()), 0.1);
        }
    }

    @Test
    void whatIsNotSeenHasNoOutline() {
        Path2D none = new Density(List.of(new Place(100, 0), new Place(101, 1)), new Domain(0, 0, 1, 1)).region(0.5);
        assertNull(none.getCurrentPoint());
    }
}
