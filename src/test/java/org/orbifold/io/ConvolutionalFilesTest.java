package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.orbifold.io.DescribedTensors.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Networks;
import org.orbifold.net.Weights;

/** Convolutional, residual and normalised networks in files of ours, and under the names that PyTorch gives them. */
class ConvolutionalFilesTest {
    static final List<String> SHAPES = Networks.SHAPES;

    @TempDir
    Path folder;

    private static String norm(String prefix, int channels) {
        return String.format(
                "%2$s.weight[%1$d] %2$s.bias[%1$d] %2$s.running_mean[%1$d] %2$s.running_var[%1$d]"
                        + " %2$s.num_batches_tracked[]",
                channels, prefix);
    }

    @ParameterizedTest
    @FieldSource("SHAPES")
    void writtenNetworksAndZoosAreReadAgain(String shape) {
        Architecture architecture = Architecture.parse(shape, Activation.RELU);
        List<Weights> networks = List.of(Networks.random(architecture, 1), Networks.random(architecture, 2));
        for (String name : List.of("a.safetensors", "a.npz")) {
            Path one = folder.resolve("one-" + name);
            ModelFile.of(one, networks.getFirst()).write(one, Map.of());
            ModelFile again = read(one);
            assertEquals(networks.subList(0, 1), again.networks());
            assertEquals(
                    shape.contains("-r") ? architecture.shape() : shape,
                    again.architecture().shape());
            assertFalse(again.activationGuessed());
            Path zoo = folder.resolve("zoo-" + name);
            ModelFile.zoo(zoo, networks).write(zoo, Map.of());
            assertEquals(networks, read(zoo).networks());
            assertEquals(networks.get(1), read(Path.of(zoo + "#1")).network());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1x8x8-c2k3-relu-mp2-c3k3-relu-mp2-flat-5"
                        + "| 0.weight[2,1,3,3] 0.bias[2] 3.weight[3,2,3,3] 3.bias[3] 7.weight[5,12] 7.bias[5]",
                "1x4x4-c2k3-relu-c3k3-relu-mp2-flat-6-relu-5"
                        + "| features.0.weight[2,1,3,3] features.0.bias[2] features.2.weight[3,2,3,3] features.2.bias[3]"
                        + " classifier.0.weight[6,12] classifier.0.bias[6] classifier.2.weight[5,6] classifier.2.bias[5]",
                "5-8-relu-3 | 0.weight[8,5] 0.bias[8] 2.weight[3,8] 2.bias[3]"
            })
    void namesOfSequentialNetworksTellThem(String architecture, String tensors) {
        ModelFile model = read(DescribedTensors.write(folder.resolve("a.safetensors"), tensors.split(" ")));
        assertEquals(Architecture.parse(architecture, Activation.RELU), model.architecture());
        assertTrue(model.activationGuessed());
    }

    @Test
    void namesOfVggNetworksWithNormsTellThem() {
        List<String> tensors = new ArrayList<>();
        int[] numbers = {0, 3, 7};
        int[] channels = {1, 4, 6, 8};
        for (int l = 0; l < 3; l++) {
            tensors.add("features." + numbers[l] + ".weight[" + channels[l + 1] + "," + channels[l] + ",3,3]");
            tensors.add("features." + numbers[l] + ".bias[" + channels[l + 1] + "]");
            tensors.addAll(List.of(
                    norm("features." + (numbers[l] + 1), channels[l + 1]).split(" ")));
        }
        tensors.addAll(List.of("classifier.weight[10,8]", "classifier.bias[10]"));
        Path path = folder.resolve("a.safetensors");
        assertEquals(
                "1x4x4-c4k3-bn-relu-c6k3-bn-relu-mp2-c8k3-bn-relu-mp2-flat-10",
                read(DescribedTensors.write(
                                path,
                                tensors.stream()
                                        .map(tensor -> tensor.replace("classifier.", "classifier.0."))
                                        .toArray(String[]::new)))
                        .architecture()
                        .shape());
        Path plain = DescribedTensors.write(folder.resolve("b.safetensors"), tensors.toArray(String[]::new));
        Refusal.of(plain, "what is classifier.?", () -> read(plain));
        String told = "1x4x4-c4k3-bn-relu-c6k3-bn-relu-mp2-c8k3-bn-relu-mp2-flat-10";
        assertEquals(
                told,
                ModelFile.read(plain.toString(), Optional.empty(), Optional.of(told))
                        .architecture()
                        .shape());
    }

    @Test
    void namesOfResidualNetworksTellThem() {
        List<String> tensors = new ArrayList<>(List.of("conv1.weight[4,3,3,3]"));
        tensors.addAll(List.of(norm("bn1", 4).split(" ")));
        for (String block : List.of("layer1.0.", "layer2.0.", "layer2.1.")) {
            int out = block.startsWith("layer1") ? 4 : 6;
            int in = block.equals("layer2.1.") ? 6 : 4;
            tensors.add(block + "conv1.weight[" + out + "," + in + ",3,3]");
            tensors.add(block + "conv2.weight[" + out + "," + out + ",3,3]");
            tensors.addAll(List.of(norm(block + "bn1", out).split(" ")));
            tensors.addAll(List.of(norm(block + "bn2", out).split(" ")));
        }
        tensors.add("layer2.0.downsample.0.weight[6,4,1,1]");
        tensors.addAll(List.of(norm("layer2.0.downsample.1", 6).split(" ")));
        tensors.addAll(List.of("fc.weight[10,6]", "fc.bias[10]"));
        Path path = DescribedTensors.write(folder.resolve("a.npz"), tensors.toArray(String[]::new));
        ModelFile model = read(path);
        assertEquals(
                Architecture.parse("3x32x32-c4k3n-bn-relu-r4-r6s2-r6-gap-10", Activation.RELU), model.architecture());
        assertEquals("conv1.weight", model.names().getFirst().name());
        Path written = folder.resolve("b.safetensors");
        model.write(written, Map.of());
        assertArrayEquals(model.network().toArray(), read(written).network().toArray());
        assertEquals(model.names(), read(written).names());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "its names do not tell the architecture (what is conv1.?)|conv1.weight[2,1,3,3] conv1.bias[2]",
                "before tensor 2.weight of shape [5,7]|0.weight[2,1,3,3] 2.weight[5,7]",
                "tensor 0.weight has shape [2,1,3,0], which no layer has|0.weight[2,1,3,0]",
                "tensor 0.weight has shape [2,1,3,3,3,3]; linear|0.weight[2,1,3,3,3,3]",
                "tensor 1.running_var belongs to no layer|0.weight[2,1,3,3] 1.running_var[2]",
                "tensor 1.weight has no running_var beside it"
                        + "|0.weight[2,3] 1.weight[2] 1.bias[2] 1.running_mean[2] 2.weight[3,2]",
                "tensor 1.bias has shape [3], and [2] is needed"
                        + "|0.weight[2,3] 1.weight[2] 1.bias[3] 1.running_mean[2] 1.running_var[2] 2.weight[3,2]"
            })
    void refusesWhatNamesAndShapesDoNotTell(String words, String tensors) {
        Path path = DescribedTensors.write(folder.resolve("a.safetensors"), tensors.split(" "));
        Refusal.of(path, words, () -> read(path));
    }

    @Test
    void refusesAnArchitectureThatTheTensorsDoNotMake() {
        Path path = DescribedTensors.write(folder.resolve("a.safetensors"), "0.weight[2,1,3,3]", "2.weight[5,2]");
        for (Map.Entry<String, String> asked : Map.of(
                        "1x8x8-c2k5n-gap-5", "and [2,1,5,5] is needed for",
                        "1x8x8-c2k3n-gap-5-relu-5", "has too few layers of the kind linear",
                        "1x8x8-c2k3n-bn-gap-5", "has too few layers of the kind batch norm",
                        "1x8x8-q", "what is 'q'?")
                .entrySet()) {
            Refusal.of(
                    path,
                    asked.getValue(),
                    () -> ModelFile.read(path.toString(), Optional.empty(), Optional.of(asked.getKey())));
        }
    }
}
