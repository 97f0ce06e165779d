package org.orbifold.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The primitives of graph networks in array-library operations: see {@link PortableKernels}. */
abstract sealed class PortableGraphKernels implements Kernels permits PortableMapKernels {
    private static INDArray rows(Variable x) {
        return x.value().array().slice(0);
    }

    /** Adds to a gradient that accumulation was begun on. */
    private static void add(Variable x, INDArray gradient) {
        if (x.isDifferentiated()) {
            x.gradient().array().slice(0).addi(gradient);
        }
    }

    /** {@code x w^T + b}. */
    private static INDArray product(Variable x, Variable w, Variable b) {
        return rows(x).mmul(rows(w).transpose()).addRowVector(rows(b));
    }

    private static void backProduct(Variable x, Variable w, Variable b, INDArray dz) {
        for (Variable variable : new Variable[] {x, w, b}) {
            variable.beginAccumulation();
        }
        add(w, dz.transpose().mmul(rows(x)));
        add(b, dz.sum(0));
        if (x.isDifferentiated()) {
            add(x, dz.mmul(rows(w)));
        }
    }

    @Override
    public Primitive linearNorm(
            Variable x, Variable w, Variable b, Variable residual, Variable gain, Variable shift, Variable y) {
        return new Primitive() {
            private INDArray scale;
            private INDArray normalized;

            @Override
            public void forward() {
                INDArray z = product(x, w, b).addi(rows(residual));
                INDArray centred = z.subColumnVector(z.mean(true, 1));
                scale = Transforms.sqrt(centred.mul(centred).mean(true, 1).add(Tape.EPSILON), false)
                        .rdiv(1);
                normalized = centred.mulColumnVector(scale);
                y.value()
                        .array()
                        .slice(0)
                        .assign(normalized.mulRowVector(rows(gain)).addRowVector(rows(shift)));
            }

            @Override
            public void backward() {
                INDArray g = y.gradient().array().slice(0).dup();
                for (Variable variable : new Variable[] {residual, gain, shift}) {
                    variable.beginAccumulation();
                }
                add(gain, g.mul(normalized).sum(0));
                add(shift, g.sum(0));
                INDArray d = g.mulRowVector(rows(gain));
                INDArray along = d.mul(normalized).mean(true, 1);
                INDArray dz = d.subColumnVector(d.mean(true, 1))
                        .sub(normalized.mulColumnVector(along))
                        .mulColumnVector(scale);
                add(residual, dz);
                backProduct(x, w, b, dz);
            }
        };
    }

    @Override
    public Primitive edgeLinear(
            LayeredGraph graph, Variable x, Variable terms, Variable w, Variable bias, Pointwise f, Variable y) {
        PortableGraph layers = new PortableGraph(graph);
        int out = y.value().dim(2);
        int batch = y.value().dim(1) / graph.edges();
        return new Primitive() {
            private INDArray sums;

            @Override
            public void forward() {
                sums = Nd4j.expandDims(product(x, w, bias), 0);
                for (int s = 0; s < batch; s++) {
                    for (int b = 0; b < graph.blocks().size(); b++) {
                        LayeredGraph.Block block = graph.blocks().get(b);
                        INDArray targets = part(terms.value().array(), s, block.to(), 0);
                        INDArray sources = part(terms.value().array(), s, block.from(), 1);
                        INDArray both = PortableGraph.ofTargets(targets).add(PortableGraph.ofSources(block, sources));
                        layers.addToEdges(sums, s, b, both);
                    }
                }
                y.value().array().assign(PortableKernels.apply(f, sums.dup()));
            }

            private INDArray part(INDArray rows, int s, int l, int part) {
                return layers.nodes(rows, s, l, 2, out)
                        .tensorAlongDimension(part, 0, 2)
                        .dup('c');
            }

            @Override
            public void backward() {
                INDArray dz = y.gradient().array().mul(PortableKernels.derivative(f, sums));
                terms.beginAccumulation();
                if (terms.isDifferentiated()) {
                    for (int s = 0; s < batch; s++) {
                        for (int b = 0; b < graph.blocks().size(); b++) {
                            LayeredGraph.Block block = graph.blocks().get(b);
                            INDArray edges = layers.edges(dz, s, b, out);
                            INDArray up = edges.sum(1);
                            INDArray down = edges.sum(PortableGraph.targets(block));
                            INDArray gradient = terms.gradient().array();
                            layers.addToNodes(gradient, s, block.to(), Nd4j.concat(1, up, Nd4j.zerosLike(up)));
                            layers.addToNodes(gradient, s, block.from(), Nd4j.concat(1, Nd4j.zerosLike(down), down));
                        }
                    }
                }
                backProduct(x, w, bias, dz.slice(0));
            }
        };
    }

    @Override
    public Primitive attention(LayeredGraph graph, int heads, Variable nodes, Variable edges, Variable y) {
        return new PortableAttention(graph, heads, nodes, edges, y);
    }

    @Override
    public Primitive softmaxSum(LayeredGraph graph, int heads, Variable scores, Variable messages, Variable y) {
        return new PortableSoftmaxSum(graph, heads, scores, messages, y);
    }

    @Override
    public Primitive neighborSum(LayeredGraph graph, Variable messages, EdgeFactors factors, Variable y) {
        PortableGraph layers = new PortableGraph(graph);
        int width = y.value().dim(2);
        int batch = y.value().dim(1) / graph.nodes();
        return new Primitive() {
            private float up(int b) {
                return factors.of(2 * graph.edgeOffset(b));
            }

            private float down(int b) {
                return factors.of(2 * graph.edgeOffset(b) + 1);
            }

            @Override
            public void forward() {
                y.value().fill(0);
                for (int s = 0; s < batch; s++) {
                    for (int b = 0; b < graph.blocks().size(); b++) {
                        LayeredGraph.Block block = graph.blocks().get(b);
                        INDArray edges = layers.edges(messages.value().array(), s, b, 2, width);
                        INDArray up = edges.sum(1).slice(0, 1).mul(up(b));
                        layers.addToNodes(y.value().array(), s, block.to(), up);
                        INDArray down = edges.sum(PortableGraph.targets(block))
                                .slice(1, 1)
                                .mul(down(b));
                        layers.addToNodes(y.value().array(), s, block.from(), down);
                    }
                }
            }

            @Override
            public void backward() {
                messages.beginAccumulation();
                INDArray gradient = y.gradient().array();
                for (int s = 0; s < batch; s++) {
                    for (int b = 0; b < graph.blocks().size(); b++) {
                        LayeredGraph.Block block = graph.blocks().get(b);
                        long[] shape = {graph.width(block.to()), graph.fanIn(block), width};
                        INDArray targets = layers.nodes(gradient, s, block.to(), width);
                        INDArray up = PortableGraph.ofTargets(targets).broadcast(shape);
                        INDArray sources = layers.nodes(gradient, s, block.from(), width);
                        INDArray down = PortableGraph.ofSources(block, sources).broadcast(shape);
                        INDArray both = Nd4j.stack(2, up.mul(up(b)), down.mul(down(b)));
                        layers.addToEdges(messages.gradient().array(), s, b, both);
                    }
                }
            }
        };
    }

    @Override
    public Primitive principalAggregation(LayeredGraph graph, Variable messages, DegreeScalers scalers, Variable y) {
        return new PortablePrincipalAggregation(graph, messages, scalers, y);
    }

    @Override
    public Primitive incidentSum(
            LayeredGraph graph, Variable edges, Variable table, int[] classes, EdgeFactors factors, Variable y) {
        int features = edges.value().dim(2);
        int width = y.value().dim(2);
        int count = edges.value().dim(1);
        EdgeEnds ends = new EdgeEnds(graph);
        return new Primitive() {
            // adds features times rows of the table to nodes, or, backward, finds what the gradient of nodes gives
            private void each(Along along) {
                for (int e = 0; e < count; e++) {
                    for (int f = 0; f < features; f++) {
                        int row = classes[e % classes.length] * features + f;
                        along.add(e, f, row, 0, ends.target(e), factors.of(2 * e));
                        along.add(e, f, row, width, ends.source(e), factors.of(2 * e + 1));
                    }
                }
            }

            private INDArray part(INDArray rows, int row, int from) {
                return rows.getRow(row).get(NDArrayIndex.interval(from, from + width));
            }

            @Override
            public void forward() {
                y.value().fill(0);
                INDArray sums = y.value().array().slice(0);
                each((e, f, row, from, node, factor) -> sums.getRow(node)
                        .addi(part(rows(table), row, from)
                                .mul(factor * edges.value().get((long) e * features + f))));
            }

            @Override
            public void backward() {
                edges.beginAccumulation();
                table.beginAccumulation();
                INDArray g = y.gradient().array().slice(0);
                each((e, f, row, from, node, factor) -> {
                    long at = (long) e * features + f;
                    if (edges.isDifferentiated()) {
                        double slope = factor
                                * part(rows(table), row, from)
                                        .mul(g.getRow(node))
                                        .sumNumber()
                                        .doubleValue();
                        edges.gradient().set(at, edges.gradient().get(at) + slope);
                    }
                    if (table.isDifferentiated()) {
                        part(table.gradient().array().slice(0), row, from)
                                .addi(g.getRow(node).mul(factor * edges.value().get(at)));
                    }
                });
            }
        };
    }

    /** What is done along an edge, in one of its directions. */
    private interface Along {
        void add(int edge, int feature, int row, int from, int node, double factor);
    }

    @Override
    public Primitive edgeProduct(LayeredGraph graph, Variable ends, Variable y) {
        PortableGraph layers = new PortableGraph(graph);
        int features = y.value().dim(2);
        int rank = ends.value().dim(2) / (1 + features);
        int batch = y.value().dim(1) / graph.edges();
        double scale = 1 / Math.sqrt(rank);
        return new Primitive() {
            // u of the targets on the edges [h, p, 1, rank], and v of the sources [h, p, features, rank]: to be
            // broadcast
            private INDArray targets(int s, LayeredGraph.Block block) {
                return PortableGraph.ofTargets(factors(s, block.to(), 0, 1));
            }

            private INDArray sources(int s, LayeredGraph.Block block) {
                return PortableGraph.ofSources(block, factors(s, block.from(), 1, 1 + features));
            }

            private INDArray factors(int s, int l, int from, int end) {
                return layers.nodes(ends.value().array(), s, l, 1 + features, rank)
                        .get(NDArrayIndex.all(), NDArrayIndex.interval(from, end), NDArrayIndex.all())
                        .dup('c');
            }

            @Override
            public void forward() {
                y.value().fill(0);
                for (int s = 0; s < batch; s++) {
                    for (int b = 0; b < graph.blocks().size(); b++) {
                        LayeredGraph.Block block = graph.blocks().get(b);
                        INDArray products = targets(s, block).mul(sources(s, block));
                        layers.addToEdges(
                                y.value().array(), s, b, products.sum(3).mul(scale));
                    }
                }
            }

            @Override
            public void backward() {
                ends.beginAccumulation();
                INDArray gradient = ends.gradient().array();
                for (int s = 0; s < batch; s++) {
                    for (int b = 0; b < graph.blocks().size(); b++) {
                        LayeredGraph.Block block = graph.blocks().get(b);
                        INDArray slope = layers.edges(y.gradient().array(), s, b, features, 1)
                                .mul(scale);
                        INDArray u = slope.mul(sources(s, block)).sum(true, 2).sum(1);
                        INDArray none = Nd4j.zeros(u.dataType(), u.size(0), features, rank);
                        layers.addToNodes(gradient, s, block.to(), Nd4j.concat(1, u, none));
                        INDArray v = slope.mul(targets(s, block)).sum(PortableGraph.targets(block));
                        INDArray nothing = Nd4j.zeros(v.dataType(), v.size(0), 1, rank);
                        layers.addToNodes(gradient, s, block.from(), Nd4j.concat(1, nothing, v));
                    }
                }
            }
        };
    }

    @Override
    public Primitive addRows(Variable x, Variable table, int[] index, Variable y) {
        return new Primitive() {
            @Override
            public void forward() {
                y.value()
                        .array()
                        .slice(0)
                        .assign(rows(x).add(Nd4j.pullRows(rows(table).dup(), 1, index)));
            }

            @Override
            public void backward() {
                x.beginAccumulation();
                table.beginAccumulation();
                INDArray g = y.gradient().array().slice(0);
                add(x, g);
                if (table.isDifferentiated()) {
                    scatter(g, table, index);
                }
            }
        };
    }

    /** Adds each row of the gradient to the row of the table that it came from. */
    private static void scatter(INDArray g, Variable table, int[] index) {
        INDArray rows = table.gradient().array().slice(0);
        for (int r = 0; r < index.length; r++) {
            rows.getRow(index[r]).addi(g.getRow(r));
        }
    }

    @Override
    public Primitive film(Variable x, Variable modulation, int[] index, Variable y) {
        int width = y.value().dim(2);
        return new Primitive() {
            private INDArray pulled(int part) {
                INDArray rows = Nd4j.pullRows(rows(modulation).dup(), 1, index).reshape(index.length, 2, width);
                return rows.tensorAlongDimension(part, 0, 2).dup('c');
            }

            @Override
            public void forward() {
                y.value().array().slice(0).assign(pulled(0).add(1).mul(rows(x)).add(pulled(1)));
            }

            @Override
            public void backward() {
                x.beginAccumulation();
                modulation.beginAccumulation();
                INDArray g = y.gradient().array().slice(0).dup();
                add(x, g.mul(pulled(0).add(1)));
                if (modulation.isDifferentiated()) {
                    scatter(Nd4j.concat(1, g.mul(rows(x)), g), modulation, index);
                }
            }
        };
    }
}
