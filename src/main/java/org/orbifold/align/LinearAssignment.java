package org.orbifold.align;

import java.util.Arrays;
import org.orbifold.symmetry.Permutation;

/**
 * The linear assignment problem on a dense square matrix of costs, by shortest augmenting paths: D. F. Crouse, <i>On
 * implementing 2D rectangular assignment algorithms</i>, IEEE Transactions on Aerospace and Electronic Systems 52
 * (2016), with the column reduction of R. Jonker and A. Volgenant, <i>A shortest augmenting path algorithm for dense and
 * sparse linear assignment problems</i>, Computing 38 (1987), as a start. Cubic in the worst case, exact.
 */
public final class LinearAssignment {
    /** Bids a row in a round, beyond which the last free rows raise each other's prices by ever less: those augment. */
    private static final int BIDS = 4;

    private final int n;
    private final double[][] cost;
    private final double[] v;
    private final int[] columnOfRow;
    private final int[] rowOfColumn;

    private final double[] distance;
    private final int[] predecessor;
    private final int[] columns;

    private LinearAssignment(double[][] cost) {
        this.cost = cost;
        n = cost.length;
        v = new double[n];
        columnOfRow = new int[n];
        rowOfColumn = new int[n];
        distance = new double[n];
        predecessor = new int[n];
        columns = new int[n];
    }

    /**
     * The assignment of columns to rows with the least total cost.
     *
     * @param cost {@code [n][n]}, finite
     * @return p with row i assigned to column {@code p.get(i)}
     */
    public static Permutation minimize(double[][] cost) {
        LinearAssignment problem = new LinearAssignment(cost);
        problem.solve();
        return Permutation.of(problem.columnOfRow);
    }

    private void solve() {
        Arrays.fill(columnOfRow, -1);
        Arrays.fill(rowOfColumn, -1);
        reduceColumns();
        reduceRows();
        for (int row = 0; row < n; row++) {
            if (columnOfRow[row] < 0) {
                augment(row);
            }
        }
    }

    /** Every column's price becomes its least cost; where that lies in a free row, they are assigned. */
    private void reduceColumns() {
        int[] least = new int[n];
        for (int i = 0; i < n; i++) {
            double[] row = cost[i];
            for (int j = 0; j < n; j++) {
                if (i == 0 || row[j] < v[j]) {
                    v[j] = row[j];
                    least[j] = i;
                }
            }
        }
        for (int j = 0; j < n; j++) {
            if (columnOfRow[least[j]] < 0) {
                columnOfRow[least[j]] = j;
                rowOfColumn[j] = least[j];
            }
        }
    }

    /** Augmenting row reduction, twice: free rows bid for their best column by the margin to the second best. */
    private void reduceRows() {
        int[] free = new int[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (columnOfRow[i] < 0) {
                free[count++] = i;
            }
        }
        for (int round = 0; round < 2; round++) {
            int next = 0;
            int pending = count;
            count = 0;
            long bids = 0;
            while (next < pending && bids++ < (long) BIDS * n) {
                int evicted = bid(free[next]);
                if (evicted < 0) {
                    next++;
                } else if (lastBidRaisedPrice) {
                    free[next] = evicted;
                } else {
                    next++;
                    free[count++] = evicted;
                }
            }
            while (next < pending) {
                free[count++] = free[next++];
            }
        }
    }

    private boolean lastBidRaisedPrice;

    /** Assigns a free row to its best column; returns the row that loses it, or -1. */
    private int bid(int i) {
        double[] row = cost[i];
        double first = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        int best = -1;
        int runnerUp = -1;
        for (int j = 0; j < n; j++) {
            double reduced = row[j] - v[j];
            if (reduced < second) {
                if (reduced < first) {
                    second = first;
                    runnerUp = best;
                    first = reduced;
                    best = j;
                } else {
                    second = reduced;
                    runnerUp = j;
                }
            }
        }
        lastBidRaisedPrice = first < second && runnerUp >= 0;
        if (lastBidRaisedPrice) {
            v[best] -= second - first;
        } else if (rowOfColumn[best] >= 0 && runnerUp >= 0) {
            best = runnerUp;
        }
        int evicted = rowOfColumn[best];
        rowOfColumn[best] = i;
        columnOfRow[i] = best;
        if (evicted >= 0) {
            columnOfRow[evicted] = -1;
        }
        return evicted;
    }

    /** Dijkstra's algorithm on reduced costs from a free row to the nearest free column; then rows shift along the path. */
    private void augment(int start) {
        for (int j = 0; j < n; j++) {
            distance[j] = cost[start][j] - v[j];
            predecessor[j] = start;
            columns[j] = j;
        }
        int scanned = 0;
        int minimal = 0;
        double least = 0;
        int end = -1;
        while (end < 0) {
            if (scanned == minimal) {
                least = Double.POSITIVE_INFINITY;
                for (int k = minimal; k < n; k++) {
                    int j = columns[k];
                    if (distance[j] <= least) {
                        if (distance[j] < least) {
                            minimal = scanned;
                            least = distance[j];
                        }
                        columns[k] = columns[minimal];
                        columns[minimal++] = j;
                    }
                }
                for (int k = scanned; k < minimal && end < 0; k++) {
                    end = rowOfColumn[columns[k]] < 0 ? columns[k] : -1;
                }
            }
            while (end < 0 && scanned < minimal) {
                int j = columns[scanned++];
                int i = rowOfColumn[j];
                double[] row = cost[i];
                double base = least - (row[j] - v[j]);
                for (int k = minimal; k < n && end < 0; k++) {
                    int other = columns[k];
                    double through = base + row[other] - v[other];
                    if (through < distance[other]) {
                        predecessor[other] = i;
                        distance[other] = through;
                        if (through <= least) {
                            if (rowOfColumn[other] < 0) {
                                end = other;
                            } else {
                                columns[k] = columns[minimal];
                                columns[minimal++] = other;
                            }
                        }
                    }
                }
            }
        }
        for (int k = 0; k < scanned; k++) {
            v[columns[k]] += distance[columns[k]] - least;
        }
        int column = end;
        int row;
        do {
            row = predecessor[column];
            rowOfColumn[column] = row;
            int freed = columnOfRow[row];
            columnOfRow[row] = column;
            column = freed;
        } while (row != start);
    }
}
