package org.orbifold.data;

/**
 * The mean and the population standard deviation of each column of a table, updated row by row in double (Welford,
 * <i>Note on a method for calculating corrected sums of squares and products</i>, 1962).
 */
final class ColumnMoments {
    private final double[] mean;
    private final double[] squares; // sums of squared deviations from the mean
    private long rows;

    ColumnMoments(int columns) {
        mean = new double[columns];
        squares = new double[columns];
    }

    void add(double[] row) {
        rows++;
        for (int c = 0; c < mean.length; c++) {
            double deviation = row[c] - mean[c];
            mean[c] += deviation / rows;
            squares[c] += deviation * (row[c] - mean[c]);
        }
    }

    /** {@code (value - mean) / deviation} for a value of that column; 0 where the column is constant. */
    float standardized(int column, double value) {
        double deviation = Math.sqrt(squares[column] / rows);
        return deviation == 0 ? 0 : (float) ((value - mean[column]) / deviation);
    }
}
