package org.orbifold.figure;

import org.orbifold.path.GreatCircle;

/** How a sphere is drawn: its points onto the picture's plane, in units of its radius, and back. */
public sealed interface Projection {
    /** A place on the picture: to the right, upwards, and towards the viewer, each in [-1, 1]. */
    record Place(double right, double up, double towards) {}

    /** Where a point of the sphere, or of the ball inside, is drawn. */
    Place place(double[] point);

    /**
     * The point of the sphere that is drawn nearest a place.
     *
     * @param front whether it is to lie on the viewer's side, where both sides are drawn
     */
    double[] lift(double right, double up, boolean front);

    /** S^0: two points on a line. */
    record TwoPoints() implements Projection {
        @Override
        public Place place(double[] point) {
            return new Place(point[0], 0, 0);
        }

        @Override
        public double[] lift(double right, double up, boolean front) {
            return new double[] {Math.signum(right)};
        }
    }

    /**
     * A great circle in its own plane.
     *
     * @param whole whether it is all there is: S^1, as it lies in the plane of the two weights
     */
    record Circle(GreatCircle circle, boolean whole) implements Projection {
        /** S^1. */
        static final Circle UNIT = new Circle(new GreatCircle(new double[] {1, 0}, new double[] {0, 1}), true);

        @Override
        public Place place(double[] point) {
            return new Place(circle.along(point), circle.across(point), 0);
        }

        @Override
        public double[] lift(double right, double up, boolean front) {
            return circle.point(Math.atan2(up, right));
        }
    }

    /**
     * S^2 from far away (orthographic), the third axis upwards.
     *
     * @param turn of the viewer about the third axis, in radians, from the first
     * @param tilt of the viewer above the plane of the first two axes, in radians
     */
    record Globe(double turn, double tilt) implements Projection {
        /** How a globe stands at first. */
        public static final Globe RESTING = new Globe(Math.toRadians(35), Math.toRadians(20));

        @Override
        public Place place(double[] p) {
            double outward = Math.cos(turn) * p[0] + Math.sin(turn) * p[1];
            return new Place(
                    Math.cos(turn) * p[1] - Math.sin(turn) * p[0],
                    Math.cos(tilt) * p[2] - Math.sin(tilt) * outward,
                    Math.sin(tilt) * p[2] + Math.cos(tilt) * outward);
        }

        @Override
        public double[] lift(double right, double up, boolean front) {
            double beyond = Math.max(1, Math.hypot(right, up));
            double x = right / beyond;
            double y = up / beyond;
            double z = Math.sqrt(Math.max(0, 1 - x * x - y * y)) * (front ? 1 : -1);
            double outward = Math.cos(tilt) * z - Math.sin(tilt) * y;
            return new double[] {
                Math.cos(turn) * outward - Math.sin(turn) * x,
                Math.sin(turn) * outward + Math.cos(turn) * x,
                Math.sin(tilt) * z + Math.cos(tilt) * y
            };
        }
    }
}
