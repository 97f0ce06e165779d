package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.orbifold.io.RawOnnx.attribute;
import static org.orbifold.io.RawOnnx.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.orbifold.net.Activation;

/** Networks in ONNX files, in every form in which PyTorch's exporters write them. */
class OnnxFileTest {
    private static final RawProtobuf TRANSPOSED = attribute("transB", 1);

    @TempDir
    Path folder;

    /** Reads a file, holds its shape and names against what is expected, and writes and reads it as safetensors. */
    private ModelFile read(RawOnnx onnx, String architecture, String names) throws IOException {
        ModelFile model = DescribedTensors.read(onnx.write(folder.resolve("a.onnx")));
        assertEquals(architecture, model.architecture().shape());
        assertEquals(
                List.of(names.split(" ")),
                model.names().stream().map(TensorName::name).toList());
        assertFalse(model.activationGuessed());
        Path copy = folder.resolve("copy.safetensors");
        model.write(copy, Map.of());
        ModelFile again = DescribedTensors.read(copy);
        assertEquals(model.networks(), again.networks());
        assertEquals(model.names(), again.names());
        return model;
    }

    private static float[] values(ModelFile model, String name) {
        int i = model.names().stream().map(TensorName::name).toList().indexOf(name);
        return model.network().values(model.architecture().tensors().get(i));
    }

    /** Holds parameters against the tensors of the same names that were written. */
    private static void requireSame(RawOnnx onnx, ModelFile model, String... names) {
        for (String name : names) {
            assertArrayEquals(onnx.values(name), values(model, name), name);
        }
    }

    private static float[] transposed(float[] matrix, int rows) {
        int columns = matrix.length / rows;
        float[] transposed = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            transposed[i % columns * rows + i / columns] = matrix[i];
        }
        return transposed;
    }

    private static float[] times(float factor, float[] values) {
        float[] product = values.clone();
        for (int i = 0; i < product.length; i++) {
            product[i] *= factor;
        }
        return product;
    }

    /** A network of rows of 4 features, with a linear layer 4 to 3 before what is added and one of 3 to 2 after it. */
    private static RawOnnx hidden(String nodes, RawProtobuf... attributesOfTheFirst) {
        RawOnnx onnx = new RawOnnx(17)
                .input("x", 0, 4)
                .floats("0.weight", 3, 4)
                .floats("0.bias", 3)
                .floats("2.weight", 2, 3)
                .floats("2.bias", 2)
                .node("Gemm(x,0.weight,0.bias)->a", TRANSPOSED);
        RawProtobuf[] attributes = attributesOfTheFirst;
        for (String node : nodes.split(" ", -1)) {
            onnx.node(node, attributes);
            attributes = new RawProtobuf[0];
        }
        return onnx.node("Gemm(b,2.weight,2.bias)->y", TRANSPOSED).output("y");
    }

    @ParameterizedTest
    @CsvSource({
        "Relu, RELU",
        "Tanh, TANH",
        "Sigmoid, SIGMOID",
        "LeakyRelu, LEAKY_RELU",
        "Gelu, GELU",
    })
    void perceptronsOfEveryActivation(String operator, Activation activation) throws IOException {
        RawOnnx onnx = hidden(operator + "(a)->b");
        ModelFile model = read(onnx, "4-3-2", "0.weight 0.bias 2.weight 2.bias");
        assertTrue(model.architecture().isPerceptron());
        assertEquals(activation, model.architecture().activation());
        requireSame(onnx, model, "0.weight", "0.bias", "2.weight", "2.bias");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aProductAndASumAreALinearLayer(boolean biasFirst, boolean transposedByANode) throws IOException {
        RawOnnx onnx = new RawOnnx(13).input("x", 1, 4).floats("0.bias", 3).floats("onnx::MatMul_9", 3, 2);
        if (transposedByANode) {
            onnx.floats("0.weight", 3, 4).node("Transpose(0.weight)->w", attribute("perm", new long[] {1, 0}));
        } else {
            onnx.floats("w", 4, 3);
        }
        onnx.node("MatMul(x,w)->m")
                .node(biasFirst ? "Add(0.bias,m)->a" : "Add(m,0.bias)->a")
                .node("Tanh(a)->b")
                .node("MatMul(b,onnx::MatMul_9)->y")
                .output("y");
        ModelFile model = read(onnx, "4-3-2", "0.weight 0.bias 2.weight 2.bias");
        assertArrayEquals(
                transposedByANode ? onnx.values("0.weight") : transposed(onnx.values("w"), 4),
                values(model, "0.weight"));
        assertArrayEquals(onnx.values("0.bias"), values(model, "0.bias"));
        assertArrayEquals(transposed(onnx.values("onnx::MatMul_9"), 3), values(model, "2.weight"));
        assertArrayEquals(new float[2], values(model, "2.bias"));
        assertFalse(model.names().getLast().stored());
    }

    @Test
    void productsAreScaledAndTransposedAsAsked() throws IOException {
        RawOnnx onnx = new RawOnnx(11)
                .input("x", 0, 4)
                .floats("fc.weight", 4, 3)
                .floats("fc.bias", 1, 3)
                .node(
                        "Gemm(x,fc.weight,fc.bias)->y",
                        attribute("alpha", 2f),
                        attribute("beta", 0.5f),
                        attribute("transA", 0))
                .output("y");
        ModelFile model = read(onnx, "4-3", "fc.weight fc.bias");
        assertArrayEquals(times(2, transposed(onnx.values("fc.weight"), 4)), values(model, "fc.weight"));
        assertArrayEquals(times(0.5f, onnx.values("fc.bias")), values(model, "fc.bias"));
    }

    /** Batch norm as it is exported unfolded, with parameters named like its module. */
    private static RawOnnx norm(RawOnnx onnx, String module, long channels, String from, String to) {
        for (String parameter : List.of(".weight", ".bias", ".running_mean", ".running_var")) {
            onnx.floats(module + parameter, channels);
        }
        return onnx.node(
                String.format(
                        "BatchNormalization(%2$s,%1$s.weight,%1$s.bias,%1$s.running_mean,%1$s.running_var)->%3$s",
                        module, from, to),
                attribute("epsilon", 1e-5f),
                attribute("momentum", 0.9f));
    }

    private static RawProtobuf[] window(long size, long step, long... pads) {
        return new RawProtobuf[] {
            attribute("kernel_shape", new long[] {size, size}),
            attribute("strides", new long[] {step, step}),
            attribute("pads", pads)
        };
    }

    @Test
    void convolutionsWithBatchNorm() throws IOException {
        RawOnnx onnx = new RawOnnx(13)
                .input("x", 0, 1, 8, 8)
                .floats("0.weight", 2, 1, 3, 3)
                .floats("4.weight", 3, 2, 3, 3)
                .floats("4.bias", 3)
                .floats("8.weight", 10, 12)
                .floats("8.bias", 10)
                .node("Conv(x,0.weight)->a", window(3, 1, 1, 1, 1, 1));
        norm(onnx, "1", 2, "a", "b")
                .node("Relu(b)->c")
                .node("MaxPool(c)->d", window(2, 2, 0, 0, 0, 0))
                .node("Conv(d,4.weight,4.bias)->e", window(3, 1, 1, 1, 1, 1))
                .node("Relu(e)->f")
                .node("AveragePool(f)->g", window(2, 2, 0, 0, 0, 0))
                .node("Flatten(g)->h")
                .node("Gemm(h,8.weight,8.bias)->y", TRANSPOSED)
                .output("y");
        String names = "0.weight 1.weight 1.bias 1.running_mean 1.running_var 4.weight 4.bias 8.weight 8.bias";
        ModelFile model = read(onnx, "1x8x8-c2k3n-bn-relu-mp2-c3k3-relu-ap2-flat-10", names);
        requireSame(onnx, model, names.split(" "));
    }

    @Test
    void aResidualBlockWithAProjection() throws IOException {
        RawOnnx onnx = new RawOnnx(17).input("x", 1, 2, 6, 6);
        for (String filters : List.of("conv1", "conv2")) {
            onnx.floats("layer1." + filters + ".weight", 4, filters.equals("conv1") ? 2 : 4, 3, 3);
        }
        onnx.floats("layer1.down.0.weight", 4, 2, 1, 1).floats("onnx::Conv_7", 4);
        onnx.node("Conv(x,layer1.conv1.weight)->a", window(3, 2, 1, 1, 1, 1));
        norm(onnx, "layer1.bn1", 4, "a", "b").node("Relu(b)->c");
        onnx.node("Conv(c,layer1.conv2.weight)->d", window(3, 1, 1, 1, 1, 1));
        norm(onnx, "layer1.bn2", 4, "d", "e");
        onnx.node("Conv(x,layer1.down.0.weight,onnx::Conv_7)->f", window(1, 2, 0, 0, 0, 0))
                .node("Add(e,f)->g")
                .node("Relu(g)->h")
                .node("GlobalAveragePool(h)->i")
                .node("Flatten(i)->j", attribute("axis", 1))
                .floats("fc.weight", 10, 4)
                .floats("fc.bias", 10)
                .node("Gemm(j,fc.weight,fc.bias)->y", TRANSPOSED)
                .output("y");
        String norms = "layer1.bn%1$d.weight layer1.bn%1$d.bias layer1.bn%1$d.running_mean layer1.bn%1$d.running_var ";
        String names = "layer1.conv1.weight " + String.format(norms, 1) + "layer1.conv2.weight "
                + String.format(norms, 2) + "layer1.down.0.weight layer1.down.0.bias fc.weight fc.bias";
        ModelFile model = read(onnx, "2x6x6-c4k3s2n-bn-relu-c4k3n-bn-@0-c4k1s2-+5-relu-gap-10", names);
        requireSame(onnx, model, names.replace("layer1.down.0.bias ", "").split(" "));
        assertArrayEquals(onnx.values("onnx::Conv_7"), values(model, "layer1.down.0.bias"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Div(a,root)->p Erf(p)->q Add(q,one)->r Mul(a,r)->s Mul(s,half)->b",
                "Div(a,root)->p Erf(p)->q Add(q,one)->r Mul(half,r)->s Mul(a,s)->b",
                "Mul(a,half)->p Div(a,root)->q Erf(q)->r Add(one,r)->s Mul(p,s)->b"
            })
    void geluInArithmetic(String nodes) throws IOException {
        RawOnnx onnx = hidden(nodes)
                .floats("root", new float[] {1.4142135f})
                .floats("one", new float[] {1})
                .floats("half", new float[] {0.5f});
        ModelFile model = read(onnx, "4-3-2", "0.weight 0.bias 2.weight 2.bias");
        assertEquals(Activation.GELU, model.architecture().activation());
    }

    @Test
    void whatIsNotQuiteGeluIsRefused() throws IOException {
        Path path = hidden("Div(a,root)->p Erf(p)->q Add(q,one)->r Mul(a,r)->s Mul(s,half)->b")
                .floats("root", new float[] {1.4142135f})
                .floats("one", new float[] {1})
                .floats("half", new float[] {0.6f})
                .write(folder.resolve("a.onnx"));
        Refusal.of(path, "Gemm node6: takes b, which no layer gives that is read", () -> DescribedTensors.read(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LayerNormalization(a,n.weight,n.bias)->n Relu(n)->b",
                "ReduceMean(a)->m Sub(a,m)->c Pow(c,two)->s ReduceMean(s)->v Add(v,e)->t Sqrt(t)->d Div(c,d)->u"
                        + " Mul(u,n.weight)->w Add(w,n.bias)->n Relu(n)->b"
            })
    void layerNorm(String nodes) throws IOException {
        boolean spelled = nodes.startsWith("Reduce");
        RawOnnx onnx = hidden(
                        nodes.replace("ReduceMean(s)", "ReduceMean(s,last)")
                                .replace("ReduceMean(a)", "ReduceMean(a,last)"),
                        spelled ? new RawProtobuf[0] : new RawProtobuf[] {attribute("epsilon", 1e-3f)})
                .wholes("last", -1)
                .floats("two", new float[] {2})
                .floats("e", new float[] {1e-3f})
                .floats("n.weight", 3)
                .floats("n.bias", 3);
        String names = "0.weight 0.bias n.weight n.bias 2.weight 2.bias";
        requireSame(onnx, read(onnx, "4-3-ln0.001-relu-2", names), names.split(" "));
    }

    @Test
    void theNormOfOneGroup() throws IOException {
        RawOnnx onnx = new RawOnnx(13)
                .input("x", 0, 2, 4, 4)
                .wholes("rows", 0, 1, -1)
                .floats("one", new float[] {1}, 1)
                .floats("zero", new float[] {0}, 1)
                .floats("1.weight", 2)
                .floats("1.bias", 2, 1, 1)
                .wholes("axes", 1, 2)
                .floats("4.weight", 10, 2)
                .floats("4.bias", 10)
                .node("Reshape(x,rows)->a")
                .node("InstanceNormalization(a,one,zero)->b", attribute("epsilon", 1e-5f))
                .node("Shape(x)->c")
                .node("Reshape(b,c)->d")
                .node("Unsqueeze(1.weight,axes)->w")
                .node("Mul(d,w)->e")
                .node("Add(e,1.bias)->f")
                .node("GlobalAveragePool(f)->g")
                .node("Squeeze(g)->h", attribute("axes", new long[] {2, 3}))
                .node("Gemm(h,4.weight,4.bias)->y", TRANSPOSED)
                .output("y");
        String names = "1.weight 1.bias 4.weight 4.bias";
        requireSame(onnx, read(onnx, "2x4x4-ln-gap-10", names), names.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Flatten(x)->f",
                "Reshape(x,zero)->f",
                "Reshape(x,minus)->f",
                "Reshape(x,ones)->g Identity(g)->f",
                "Shape(x)->s Gather(s,first)->r Unsqueeze(r,first)->u Concat(u,left)->t Reshape(x,t)->f",
                "Shape(x)->s Slice(s,first,second)->r Concat(r,left)->t Reshape(x,t)->f"
            })
    void flatteningInEveryForm(String nodes) throws IOException {
        RawOnnx onnx = new RawOnnx(17)
                .input("x", 0, 1, 2, 2)
                .wholes("zero", 0, -1)
                .wholes("minus", -1, 4)
                .wholes("ones", 0, 4)
                .wholes("first", 0)
                .wholes("second", 1)
                .wholes("left", -1)
                .floats("1.weight", 3, 4)
                .floats("1.bias", 3);
        for (String node : nodes.split(" ", -1)) {
            onnx.node(node, node.startsWith("Concat") ? new RawProtobuf[] {attribute("axis", 0)} : new RawProtobuf[0]);
        }
        onnx.node("Dropout(f)->g2")
                .node("Gemm(g2,1.weight,1.bias)->y", TRANSPOSED)
                .output("y");
        assertTrue(read(onnx, "4-3", "1.weight 1.bias").architecture().isPerceptron());
    }

    /** Convolution and pooling of maps of 8 by 8, of two channels. */
    private static RawOnnx maps(String operator, RawProtobuf... attributes) {
        boolean convolution = operator.startsWith("Conv");
        RawOnnx onnx = new RawOnnx(13).input("x", 0, 2, 8, 8);
        if (convolution) {
            onnx.floats("0.weight", 2, 2, 3, 3);
        }
        return onnx.floats("9.weight", 5, 2)
                .floats("9.bias", 5)
                .node(operator + (convolution ? "(x,0.weight)->a" : "(x)->a"), attributes)
                .node("GlobalAveragePool(a)->b")
                .node("Flatten(b)->c")
                .node("Gemm(c,9.weight,9.bias)->y", TRANSPOSED)
                .output("y");
    }

    private static RawProtobuf[] same(String padding, long size, long step) {
        return new RawProtobuf[] {
            attribute("kernel_shape", new long[] {size, size}),
            attribute("strides", new long[] {step, step}),
            attribute("auto_pad", padding)
        };
    }

    @Test
    void paddingIsReadWhereItComesToTheSame() throws IOException {
        String names = "0.weight 9.weight 9.bias";
        read(maps("Conv", same("SAME_UPPER", 3, 1)), "2x8x8-c2k3n-gap-5", names);
        read(maps("Conv", same("SAME_LOWER", 3, 1)), "2x8x8-c2k3n-gap-5", names);
        read(maps("Conv", same("VALID", 3, 1)), "2x8x8-c2k3p0n-gap-5", names);
        // of two steps a window of 3 on 8 places needs padding on one side only
        read(maps("Conv", same("SAME_LOWER", 3, 2)), "2x8x8-c2k3s2n-gap-5", names);
        read(maps("Conv", window(3, 2, 1, 1, 0, 0)), "2x8x8-c2k3s2n-gap-5", names);
        read(maps("AveragePool", window(2, 2, 0, 0, 1, 1)), "2x8x8-ap2-gap-5", "9.weight 9.bias");
        for (RawProtobuf[] uneven : List.of(same("SAME_UPPER", 3, 2), window(3, 1, 1, 1, 2, 2))) {
            Path path = maps("Conv", uneven).write(folder.resolve("a.onnx"));
            Refusal.of(path, "as much before as after is read", () -> DescribedTensors.read(path));
        }
    }

    @Test
    void zerosAroundMapsArePartOfTheNextLayer() throws IOException {
        RawOnnx onnx = new RawOnnx(9)
                .input("x", 0, 2, 8, 8)
                .floats("9.weight", 5, 2)
                .floats("9.bias", 5)
                .node("Pad(x)->p", attribute("mode", "constant"), attribute("pads", 0, 0, 1, 1, 0, 0, 1, 1))
                .node("AveragePool(p)->a", window(3, 2, 0, 0, 0, 0))
                .node("ReduceMean(a)->b", attribute("axes", new long[] {-1, -2}), attribute("keepdims", 0))
                .node("Gemm(b,9.weight,9.bias)->y", TRANSPOSED)
                .output("y");
        read(onnx, "2x8x8-ap3s2p1-gap-5", "9.weight 9.bias");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Softmax", "LogSoftmax"})
    void aLastSoftmaxIsLeftOut(String operator) throws IOException {
        RawOnnx onnx = new RawOnnx(13)
                .input("x", 0, 4)
                .floats("0.weight", 3, 4)
                .floats("0.bias", 3)
                .node("Gemm(x,0.weight,0.bias)->a", TRANSPOSED)
                .node(operator + "(a)->y", attribute("axis", 1))
                .output("y");
        ModelFile model = read(onnx, "4-3", "0.weight 0.bias");
        assertEquals(Map.of("onnx.left_out", operator), model.metadata());
    }

    @Test
    void tensorsAreReadInEveryForm() throws IOException {
        RawProtobuf doubles = tensor("0.weight", 11, 1, 2)
                .bytes(
                        10,
                        ByteBuffer.allocate(16)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putDouble(0.5)
                                .putDouble(-2)
                                .array());
        RawProtobuf halves = tensor("0.bias", 10, 1).packed(5, 0x3c00);
        RawProtobuf upperHalves = tensor("2.weight", 16, 2, 1).bytes(9, new byte[] {(byte) 0x80, 0x3f, 0, (byte) 0xc0});
        RawProtobuf floats = tensor("2.bias", RawOnnx.FLOAT, 2).bytes(4, RawSafetensors.floats(3, 4));
        RawOnnx onnx = new RawOnnx(17)
                .input("x", 0, 2)
                .initializer(doubles)
                .initializer(halves)
                .initializer(upperHalves)
                .node("Constant()->2.bias", attribute("value", floats))
                .node("Gemm(x,0.weight,0.bias)->a", TRANSPOSED)
                .node("Relu(a)->b")
                .node("Gemm(b,2.weight,2.bias)->y", TRANSPOSED)
                .output("y");
        ModelFile model = read(onnx, "2-1-2", "0.weight 0.bias 2.weight 2.bias");
        assertArrayEquals(
                new float[] {0.5f, -2, 1, 1, -2, 3, 4}, model.network().toArray());
    }

    private static RawProtobuf outside(RawProtobuf tensor, String... entries) {
        for (int i = 0; i < entries.length; i += 2) {
            tensor.message(13, new RawProtobuf().text(1, entries[i]).text(2, entries[i + 1]));
        }
        return tensor.whole(14, 1);
    }

    private static RawOnnx withWeightOutside(String... entries) {
        return new RawOnnx(17)
                .input("x", 0, 2)
                .initializer(outside(tensor("0.weight", RawOnnx.FLOAT, 3, 2), entries))
                .floats("0.bias", 3)
                .node("Gemm(x,0.weight,0.bias)->y", TRANSPOSED)
                .output("y");
    }

    @Test
    void tensorsLieInFilesBesideTheModel() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Files.write(folder.resolve("sub/w.bin"), RawSafetensors.floats(9, 1, 2, 3, 4, 5, 6));
        RawOnnx onnx = withWeightOutside("location", "sub/w.bin", "offset", "4", "length", "24");
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, values(read(onnx, "2-3", "0.weight 0.bias"), "0.weight"));
    }

    @Test
    void filesElsewhereAreNotLookedAt() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        Path secret = Files.write(folder.resolve("secret"), new byte[100]);
        Files.createSymbolicLink(models.resolve("link"), secret);
        for (String location : List.of("../secret", secret.toString(), "link", "../models/../secret")) {
            Path path = withWeightOutside("location", location).write(models.resolve("a.onnx"));
            Refusal.of(path, "which is not in the folder of the model", () -> DescribedTensors.read(path));
        }
    }

    @Test
    void filesBesideTheModelAreChecked() throws IOException {
        Files.write(folder.resolve("w.bin"), new byte[27]);
        List<List<String>> places = List.of(
                List.of("tensor 0.weight lies in v.bin, which is not there", "location", "v.bin"),
                List.of("tensor 0.weight lies in , which is not a plain file"),
                List.of("which ends before it does", "location", "w.bin", "offset", "4"),
                List.of("which ends before it does", "location", "w.bin", "offset", "9223372036854775807"),
                List.of("does not fit the bytes", "location", "w.bin", "offset", "-1"),
                List.of("does not fit the bytes", "location", "w.bin", "length", "20"),
                List.of("a place that is no number", "location", "w.bin", "length", "all"),
                List.of("not the name of a file", "location", "w\0bin"));
        for (List<String> place : places) {
            Path path = withWeightOutside(place.subList(1, place.size()).toArray(String[]::new))
                    .write(folder.resolve("a.onnx"));
            Refusal.of(path, place.getFirst(), () -> DescribedTensors.read(path));
        }
    }

    @Test
    void namesThatWouldNotBeFoundAgainAreNotKept() throws IOException {
        RawOnnx onnx = new RawOnnx(17)
                .input("x", 0, 3)
                .floats("stem.weight", 3, 3)
                .floats("stem.bias", 3)
                .floats("body.weight", 3, 3)
                .floats("body.bias", 3)
                .node("Gemm(x,stem.weight,stem.bias)->a", TRANSPOSED)
                .node("Relu(a)->b")
                .node("Gemm(b,body.weight,body.bias)->y", TRANSPOSED)
                .output("y");
        ModelFile model = read(onnx, "3-3-3", "0.weight 0.bias 2.weight 2.bias");
        assertArrayEquals(onnx.values("stem.weight"), values(model, "0.weight"));
    }

    @Test
    void anotherActivationOrArchitectureIsNotTaken() throws IOException {
        Path path = hidden("Relu(a)->b").write(folder.resolve("a.onnx"));
        ModelFile model = ModelFile.read(path.toString(), Optional.of(Activation.RELU), Optional.of("4-3-2"));
        assertEquals("4-3-2", model.architecture().shape());
        Refusal.of(
                path,
                "its activation is relu, not tanh",
                () -> ModelFile.read(path.toString(), Optional.of(Activation.TANH)));
        Refusal.of(
                path,
                "is of architecture 4-3-2, not 4-6-1",
                () -> ModelFile.read(path.toString(), Optional.empty(), Optional.of("4-6-1")));
    }
}
