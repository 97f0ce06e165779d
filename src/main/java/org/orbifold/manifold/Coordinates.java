package org.orbifold.manifold;

/**
 * The kind of array that holds coordinates. Whatever it is, they are computed with in double.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public abstract sealed class Coordinates<A> {
    /** Coordinates in arrays of double. */
    public static final Coordinates<double[]> DOUBLE = new Doubles();

    /** Coordinates in arrays of float. */
    public static final Coordinates<float[]> FLOAT = new Floats();

    private Coordinates() {}

    abstract double get(A array, int i);

    abstract void set(A array, int i, double value);

    abstract A zeros(int length);

    private static final class Doubles extends Coordinates<double[]> {
        @Override
        double get(double[] array, int i) {
            return array[i];
        }

        @Override
        void set(double[] array, int i, double value) {
            array[i] = value;
        }

        @Override
        double[] zeros(int length) {
            return new double[length];
        }
    }

    private static final class Floats extends Coordinates<float[]> {
        @Override
        double get(float[] array, int i) {
            return array[i];
        }

        @Override
        void set(float[] array, int i, double value) {
            array[i] = (float) value;
        }

        @Override
        float[] zeros(int length) {
            return new float[length];
        }
    }
}
