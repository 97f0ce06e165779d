package org.orbifold.study.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orbifold.tensor.Backend;
import org.orbifold.tensor.Precision;
import org.orbifold.tensor.Tensor;

/** Products of matrices, of the shapes that programs have: what the floors of most other work are counted by. */
final class ProductBenchmark implements Benchmark {
    /** {@code [rows, inner] x [inner, columns]}. */
    record Shape(int rows, int inner, int columns, Precision precision) {
        /** The floating-point operations of one product. */
        double operations() {
            return 2.0 * rows * inner * columns;
        }

        /** The product of two random matrices. */
        BenchmarkCase.Work prepare() {
            Tensor a = new Tensor(precision, rows, inner);
            Tensor b = new Tensor(precision, inner, columns);
            Tensor c = new Tensor(precision, rows, columns);
            SplittableRandom random = new SplittableRandom(0);
            RandomValues.fill(a, random);
            RandomValues.fill(b, random);
            return new BenchmarkCase.Work() {
                @Override
                public void run() {
                    Backend.get().multiply(a, false, b, false, 0, c);
                }

                @Override
                public Cost cost() {
                    return new Cost.Operations(operations(), precision);
                }

                @Override
                public void close() {
                    List.of(a, b, c).forEach(Tensor::close);
                }
            };
        }

        @Override
        public String toString() {
            String shape = "[" + rows + "," + inner + "]x[" + inner + "," + columns + "]";
            return precision == Precision.FLOAT ? shape : shape + " double";
        }
    }

    private static final List<Shape> SHAPES = List.of(
            new Shape(768, 32, 128, Precision.FLOAT),
            new Shape(24576, 64, 64, Precision.FLOAT),
            new Shape(512, 512, 512, Precision.FLOAT),
            new Shape(2000, 512, 512, Precision.FLOAT),
            new Shape(512, 784, 512, Precision.DOUBLE));

    static List<Shape> shapesIn(Precision precision) {
        return SHAPES.stream().filter(shape -> shape.precision == precision).toList();
    }

    @Override
    public String name() {
        return "gemm";
    }

    @Override
    public List<BenchmarkCase> cases() {
        Optional<KernelKind> kernels = Optional.of(KernelKind.inUse());
        return SHAPES.stream()
                .map(shape -> new BenchmarkCase(name(), kernels, shape.toString(), Map.of(), shape::prepare))
                .toList();
    }
}
