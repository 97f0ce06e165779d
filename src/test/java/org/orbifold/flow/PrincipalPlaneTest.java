package org.orbifold.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrincipalPlaneTest {
    /** Normal points of deviations 3, 2 and 1 along the coordinates 4, 1 and 2 of 6. */
    private static List<float[]> points(int count) {
        SplittableRandom random = new SplittableRandom(5);
        List<float[]> points = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            float[] point = {7, (float) (2 * random.nextGaussian()), (float) random.nextGaussian(), 0, 0, 1};
            point[4] = (float) (3 * random.nextGaussian());
            points.add(point);
        }
        return points;
    }

    @Test
    void theFirstDirectionsAreThoseInWhichPointsDifferMost() {
        List<float[]> points = points(900);
        PrincipalPlane plane = PrincipalPlane.of(points);
        assertEquals(9.0 / 14, plane.share(0), 0.05);
        assertEquals(4.0 / 14, plane.share(1), 0.05);
        PrincipalPlane.Place a = plane.place(new float[] {7, 0, 0, 0, 0, 1});
        PrincipalPlane.Place b = plane.place(new float[] {7, 0, 0, 0, 1, 1});
        PrincipalPlane.Place c = plane.place(new float[] {7, 1, 0, 0, 0, 1});
        assertEquals(1, b.x() - a.x(), 0.02);
        assertEquals(1, c.y() - a.y(), 0.02);
        assertTrue(Math.hypot(a.x(), a.y()) < 0.3, "the mean is the plane's origin");
    }

    @Test
    void equalPointsAreSeenAtTheOrigin() {
        float[] point = {1, 2, 3};
        PrincipalPlane plane = PrincipalPlane.of(List.of(point, point.clone(), point.clone()));
        assertEquals(0, plane.place(point).x(), 1e-6);
    }
}
