package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.orbifold.io.DescribedTensors.read;
import static org.orbifold.io.RawSafetensors.entry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerSearchTest {
    @TempDir
    Path folder;

    private Path file(String name, String... tensors) {
        return DescribedTensors.write(folder.resolve(name), tensors);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2-3-4   | 0.weight[3,2] 2.weight[4,3]",
                "2-3-4   | fc2.weight[4,3] fc1.weight[3,2]",
                "2-3-4   | weight[3,2] x.weight[4,3]",
                "5-5-5-5 | 10.weight[5,5] 2.weight[5,5] 0.weight[5,5]",
                "2-3-4   | b.weight[3,2] a.weight[4,3]",
                "2-3-4-5 | b.weight[4,3] c.weight[3,2] a.weight[5,4]",
                "2-3-3-3 | z.weight[3,2] y.weight[3,3] x.weight[3,3]",
                "7-4-4-5 | c.weight[4,4] b.weight[5,4] d.weight[4,7]",
                "2-3     | layers.0.weight[1,3,2] layers.0.bias[1,3]"
            })
    void findsTheOrderOfLayers(String architecture, String tensors) {
        assertEquals(
                architecture,
                read(file("model.safetensors", tensors.split(" ")))
                        .architecture()
                        .shape());
    }

    @Test
    void layersKeepTheirNamesAndTheirOrderInTheNetwork() {
        Path path = file("model.safetensors", "b.weight[4,3]", "c.weight[3,2]", "a.weight[5,4]");
        ModelFile model = read(path);
        assertEquals(
                List.of("c.weight", "c.bias", "b.weight", "b.bias", "a.weight", "a.bias"),
                model.names().stream().map(TensorName::name).toList());
        assertEquals(13, model.network().weight(0, 0, 0));
        assertEquals(1, model.network().weight(1, 0, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tensor 2.weight of shape [4,9] does not follow tensor 0.weight of shape [3,2]"
                        + "| 0.weight[3,2] 2.weight[4,9]",
                "tensor b.weight of shape [2,2] does not follow | a.weight[3,2] b.weight[2,2] c.weight[2,2]",
                "tensor 2.weight of shape [10,32] does not follow | 0.weight[64,784] 2.weight[10,32] 4.weight[5,5]",
                "tensor conv.bias has shape [8] beside tensor conv.weight of shape [8,4,3]"
                        + "| conv.weight[8,4,3] conv.bias[8]",
                "tensor ln.weight has shape [4]; | 0.weight[4,2] ln.weight[4] ln.bias[4]",
                "tensor s.weight has shape []; | s.weight[]",
                "tensor 0.weight has shape [0,2], which | 0.weight[0,2]",
                "tensor 0.weight has shape [0,3,2], which | 0.weight[0,3,2] 0.bias[0,3]",
                "tensor 1.running_mean belongs to no layer | 0.weight[3,2] 1.running_mean[3]",
                "tensor arr_0 belongs to no layer | arr_0[3,2]",
                "tensor 0.myweight belongs to no layer | 0.myweight[3,2]",
                "tensor 1.bias belongs to no layer: it has no weights | 0.weight[3,2] 1.bias[3]",
                "tensor 0.bias has shape [2] beside | 0.weight[3,2] 0.bias[2]",
                "tensor 0.bias has shape [3] beside | 0.weight[5,3,2] 0.bias[3]",
                "not the same number of networks | 0.weight[5,3,2] 2.weight[4,3]",
                "not the same number of networks | 0.weight[5,3,2] 2.weight[6,4,3]",
                "not the same number of networks | 0.weight[1,3,2] 2.weight[4,3]"
            })
    void refusesWhatIsNoSequentialNetwork(String words, String tensors) {
        for (String name : List.of("model.safetensors", "model.npz")) {
            Path path = file(name, tensors.strip().split(" "));
            Refusal.of(path, words.strip(), () -> read(path));
        }
    }

    @Test
    void refusesAFileWithoutTensors() {
        Path path = file("model.safetensors");
        Refusal.of(path, "it holds no layers", () -> read(path));
    }

    @Test
    void refusesNetworksBeyondAllSizeWithoutReadingThem() throws IOException {
        String wide = "{" + entry("0.weight", "F32", "[1,8]", 0, 32) + ","
                + entry("2.weight", "F32", "[4294967296,0]", 32, 32) + "}";
        Path path = RawSafetensors.write(folder, "a.safetensors", RawSafetensors.bytes(wide, new byte[32]));
        Refusal.of(path, "tensor 2.weight has shape [4294967296,0], which no linear layer has", () -> read(path));
    }
}
