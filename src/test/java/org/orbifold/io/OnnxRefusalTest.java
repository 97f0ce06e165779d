package org.orbifold.io;

import static org.orbifold.io.RawOnnx.FLOAT;
import static org.orbifold.io.RawOnnx.attribute;
import static org.orbifold.io.RawOnnx.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX files that are refused, by what is wrong with them. */
class OnnxRefusalTest {
    @TempDir
    Path folder;

    private void requireRefused(String words, byte[] file) throws IOException {
        Path path = Files.write(folder.resolve("a.onnx"), file);
        Refusal.of(path, words, () -> DescribedTensors.read(path));
    }

    private static RawOnnx input() {
        return new RawOnnx(17).input("x", 0, 4);
    }

    /** A linear layer 4 to 3, from x to y. */
    private static RawOnnx layer(RawOnnx onnx) {
        return onnx.floats("0.weight", 3, 4)
                .floats("0.bias", 3)
                .node("Gemm(x,0.weight,0.bias)->y", attribute("transB", 1));
    }

    private static RawOnnx valid() {
        return layer(input()).output("y");
    }

    private static RawProtobuf graphAttribute() {
        return new RawProtobuf()
                .text(1, "body")
                .message(6, new RawProtobuf().text(2, "inner"))
                .whole(20, 5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Clip(x)->b | Clip node1: this operator is not read",
                "com.microsoft.Relu(x)->b | com.microsoft.Relu node1: this operator is not read",
                "Softmax(x)->b Relu(b)->c | Softmax node1: is read as the last operator only",
                "Mul(x,0.bias)->b | Mul node1: is part of no layer that is read",
                "Add(x,x)->b Mul(b,x)->c | Mul node2: is part of no layer that is read",
                "MatMul(0.weight,x)->b | its second input is not weights",
                "MatMul(x,0.bias)->b | its second input is not weights of 2 dimensions",
                "Gemm(x,0.weight)->b | has weights for 3 features, and takes rows of shape [4]",
                "Gemm(x)->b | lacks an input",
                "Relu()->b | takes nothing",
                "Relu(nothing)->b | takes nothing, which nothing makes",
                "Relu(later)->b Relu(b)->later | which is made after it: its nodes go in a circle, or are out of order",
                "Relu(x)->b Relu(x)->b | makes b, which is made already",
                "Relu(x)->0.bias | makes 0.bias, which is made already",
                "Relu(x)->x | makes x, which is made already",
                "Dropout(x)->b,c Relu(c)->d | which no node's first output is",
                "Flatten(0.weight)->b | takes what no layer gives that is read",
                "Reshape(x,0.bias)->b | reshapes to a shape that cannot be told",
                "Conv(x,0.weight)->b | its second input is not weights of 4 dimensions",
                "GlobalAveragePool(x)->b | takes rows of shape [4]; maps in two dimensions are read",
                "ReduceMean(x)->b | names no axis",
                "LayerNormalization(x,0.bias)->b | 0.bias should be 4 floats, one for each channel",
                "BatchNormalization(x,v,v,v)->b | lacks an input",
                "Squeeze(x)->b | names no axis"
            })
    void nodesAreNamedThatAreNotRead(String nodes, String words) throws IOException {
        RawOnnx onnx = layer(input().floats("v", 4));
        String output = "";
        for (String node : nodes.split(" ", -1)) {
            onnx.node(node);
            output = node.substring(node.indexOf("->") + 2);
        }
        requireRefused(words, onnx.output(output.replaceFirst(",.*", "")).bytes());
    }

    @Test
    void attributesAreHeldToWhatIsRead() throws IOException {
        RawOnnx leaky =
                layer(input()).node("LeakyRelu(y)->z", attribute("alpha", 0.2f)).output("z");
        requireRefused("LeakyRelu node1: its slope is 0.2; 0.01 is read", leaky.bytes());
        RawOnnx gelu = layer(input())
                .node("Gelu(y)->z", attribute("approximate", "tanh"))
                .output("z");
        requireRefused("Gelu node1: approximates gelu by tanh", gelu.bytes());
        RawOnnx mistyped =
                layer(input()).node("Gelu(y)->z", attribute("approximate", 1)).output("z");
        requireRefused("attribute approximate is of another type", mistyped.bytes());
        RawOnnx twice = layer(input())
                .node("LeakyRelu(y)->z", attribute("alpha", 0.01f), attribute("alpha", 0.01f))
                .output("z");
        requireRefused("two attributes alpha", twice.bytes());
        RawOnnx training = layer(input().floats("v", 3))
                .node("BatchNormalization(y,v,v,v,v)->z", attribute("training_mode", 1))
                .output("z");
        requireRefused("export the network after model.eval()", training.bytes());
        RawOnnx epsilon = layer(input().floats("v", 3))
                .node("BatchNormalization(y,v,v,v,v)->z", attribute("epsilon", Float.NaN))
                .output("z");
        requireRefused("its epsilon is NaN", epsilon.bytes());
        RawOnnx branch = layer(input()).node("If(y)->z", graphAttribute()).output("z");
        requireRefused("If node1: holds a graph of its own", branch.bytes());
    }

    @Test
    void convolutionsAreHeldToWhatIsRead() throws IOException {
        List<List<Object>> cases = List.of(
                List.of("is in 2 groups", attribute("group", 2)),
                List.of("is dilated", attribute("dilations", new long[] {2, 2})),
                List.of("pads by [1]", attribute("pads", new long[] {1})),
                List.of("pads by [-1,0,0,0]", attribute("pads", new long[] {-1, 0, 0, 0})),
                List.of("a window of 3x3 padded by 3x3", attribute("pads", new long[] {3, 3, 3, 3})),
                List.of("has a window or steps [0,1]", attribute("strides", new long[] {0, 1})),
                List.of("has filters [2,2,3,3]", attribute("kernel_shape", new long[] {3})),
                List.of("unknown auto_pad SOME", attribute("auto_pad", "SOME")));
        for (List<Object> refused : cases) {
            RawOnnx onnx = new RawOnnx(17)
                    .input("x", 0, 2, 4, 4)
                    .floats("w", 2, 2, 3, 3)
                    .node("Conv(x,w)->y", (RawProtobuf) refused.getLast())
                    .output("y");
            requireRefused((String) refused.getFirst(), onnx.bytes());
        }
        RawOnnx small = new RawOnnx(17)
                .input("x", 0, 2, 2, 2)
                .floats("w", 2, 2, 3, 3)
                .node("Conv(x,w)->y")
                .output("y");
        requireRefused("a window of 3x3 on maps of 2x2", small.bytes());
        RawOnnx maps = new RawOnnx(17)
                .input("x", 0, 2, 4, 4)
                .floats("w", 2, 2, 3, 3)
                .node("Conv(x,w)->y")
                .output("y");
        requireRefused("its output has extent", maps.bytes());
    }

    @Test
    void graphsAreHeldToWhatIsRead() throws IOException {
        requireRefused(
                "takes version 6 of ONNX's operators",
                layer(new RawOnnx(6).input("x", 0, 4)).output("y").bytes());
        requireRefused("has 2 inputs and 1 outputs", valid().input("z", 0, 4).bytes());
        requireRefused("has 1 inputs and 0 outputs", layer(input()).bytes());
        requireRefused("nothing makes its output, z", layer(input()).output("z").bytes());
        requireRefused("its output is its input", layer(input()).output("x").bytes());
        requireRefused(
                "has two initializers 0.bias", valid().floats("0.bias", 3).bytes());
        requireRefused("without a name", valid().floats("", 3).bytes());
        requireRefused(
                "has shape [?,?]; rows of a fixed shape are read",
                layer(new RawOnnx(17).input("x", 0, 0)).output("y").bytes());
        requireRefused(
                "has shape [];", layer(new RawOnnx(17).input("x")).output("y").bytes());
        requireRefused(
                "has shape [?,4,-4]",
                layer(new RawOnnx(17).input("x", 0, 4, -4)).output("y").bytes());
        RawOnnx sparse = valid();
        sparse.graph().message(15, new RawProtobuf());
        requireRefused("holds sparse tensors", sparse.bytes());
        RawOnnx function = valid();
        function.model().message(25, new RawProtobuf().text(1, "aten_addmm"));
        requireRefused("defines operators of its own, as aten_addmm", function.bytes());
        RawOnnx twice = valid();
        twice.model().message(7, new RawProtobuf());
        requireRefused("holds 2 graphs", twice.bytes());
    }

    @Test
    void tensorsAreHeldAgainstTheirShapes() throws IOException {
        byte[] floats = RawSafetensors.floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        long most = Long.MAX_VALUE;
        List<List<Object>> cases = List.of(
                List.of("of FLOAT[3,5] does not fit", tensor("w", FLOAT, 3, 5).bytes(9, floats)),
                List.of("of FLOAT[3,4] does not fit", tensor("w", FLOAT, 3, 4).bytes(9, new byte[49])),
                List.of("of FLOAT[3,4] does not fit", tensor("w", FLOAT, 3, 4)),
                List.of("of DOUBLE[3,4] does not fit", tensor("w", 11, 3, 4).bytes(4, floats)),
                List.of("of FLOAT16[3,4] does not fit", tensor("w", 10, 3, 4).packed(5, 1, 2, 3)),
                List.of("goes on after its last value", tensor("w", 10, 3, 4).packed(5, new long[13])),
                List.of("ends early", tensor("w", 10, 3, 4).packed(5, 1, 1, 1, 1, 1, 1, 1, 1, -1)),
                List.of(
                        "impossible shape [" + most + "," + most + "]",
                        tensor("w", FLOAT, most, most).bytes(9, floats)),
                List.of("impossible shape [-3,-4]", tensor("w", FLOAT, -3, -4).bytes(9, floats)),
                List.of("has element type INT8;", tensor("w", 3, 3, 4).bytes(9, new byte[12])),
                List.of("has element type UNKNOWN;", tensor("w", 999, 3, 4).bytes(9, new byte[12])),
                List.of(
                        "is stored in pieces",
                        tensor("w", FLOAT, 3, 4).bytes(9, floats).bytes(4, floats)),
                List.of(
                        "w holds NaN at [2,3]",
                        tensor("w", FLOAT, 3, 4)
                                .bytes(9, RawSafetensors.floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, Float.NaN))));
        for (List<Object> refused : cases) {
            RawOnnx onnx = input().initializer((RawProtobuf) refused.getLast())
                    .node("Gemm(x,w)->y", attribute("transB", 1))
                    .output("y");
            requireRefused((String) refused.getFirst(), onnx.bytes());
        }
        RawOnnx scaled = input().floats("w", new float[] {1, 1e30f, 1, 1}, 4, 1)
                .node("Gemm(x,w)->y", attribute("alpha", 1e10f))
                .output("y");
        requireRefused("w holds Infinity at [0,1]", scaled.bytes());
    }

    @Test
    void bytesThatAreNoProtobuf() throws IOException {
        String words = "is not an ONNX file, or a damaged one: it makes no sense at byte ";
        requireRefused(words, "some text or other, long enough".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        requireRefused(words, new byte[100]);
        requireRefused("it holds 0 graphs", new byte[] {8, 7});
        for (RawProtobuf broken : List.of(
                new RawProtobuf().whole(7, 1),
                new RawProtobuf().lying(7, 100, new byte[10]),
                new RawProtobuf().lying(7, 0xffff_ffffL, new byte[10]),
                new RawProtobuf().lying(2, 0x7fff_ffffL, new byte[10]),
                new RawProtobuf().message(7, new RawProtobuf().lying(5, 20, new byte[10])),
                new RawProtobuf().message(7, new RawProtobuf().message(1, new RawProtobuf().whole(4, 1))),
                new RawProtobuf().message(7, new RawProtobuf().message(1, new RawProtobuf().bytes(4, new byte[] {-1}))),
                new RawProtobuf().tag(9, 4),
                new RawProtobuf().tag(9, 7),
                new RawProtobuf().tag(0, 0),
                new RawProtobuf().tag(9, 3))) {
            requireRefused(words, broken.bytes());
        }
        RawProtobuf deep = new RawProtobuf();
        for (int i = 0; i < 100_000; i++) {
            deep.tag(9, 3);
        }
        requireRefused(words, deep.bytes());
    }
}
