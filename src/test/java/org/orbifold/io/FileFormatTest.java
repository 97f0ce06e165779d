package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.orbifold.io.DescribedTensors.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.orbifold.job.Fault;

class FileFormatTest {
    @TempDir
    Path folder;

    private Path file(String name, String... tensors) {
        return DescribedTensors.write(folder.resolve(name), tensors);
    }

    @Test
    void tellsFilesByTheirContent() throws IOException {
        Path safetensors = file("model.safetensors", "0.weight[3,2]");
        Path npz = file("model.npz", "0.weight[3,2]");
        for (String name : List.of("model", "model.bin", "other.npz")) {
            Path copy = Files.copy(safetensors, folder.resolve(name));
            assertEquals("2-3", read(copy).architecture().shape());
        }
        Path copy = Files.copy(npz, folder.resolve("other.safetensors"));
        assertEquals("2-3", read(copy).architecture().shape());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.pt", "a.pth", "a.bin", "a.PKL", "a.safetensors", "a.npz", "a"})
    void neverUnpickles(String name) throws IOException {
        String advice = "from safetensors.torch import save_file; save_file(model.state_dict(), \"model.safetensors\")";
        byte[] pickle = {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c, 'F', (byte) 0xf9, ' '};
        Path legacy = Files.write(folder.resolve(name), pickle);
        Refusal.of(legacy, advice, () -> read(legacy));
        Path zipped = Files.write(
                legacy,
                new RawNpz()
                        .stored("archive/data.pkl", pickle)
                        .stored("archive/data/0", new byte[8])
                        .bytes());
        Refusal.of(zipped, advice, () -> read(zipped));
        if (name.matches(".*\\.(pt|pth|bin|PKL)")) {
            Path text = Files.writeString(legacy, "cos\nsystem\n(S'true'\ntR.");
            Refusal.of(text, advice, () -> read(text));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.onnx, is not an ONNX file",
        "a.csv, is neither a safetensors",
        "a, is neither a safetensors",
        "a.npz, is neither a safetensors",
        "a.safetensors, not a safetensors file"
    })
    void refusesWhatIsNoModel(String name, String words) throws IOException {
        Path text = Files.writeString(folder.resolve(name), "some text or other, long enough");
        Refusal.of(text, words, () -> read(text));
        Path empty = Files.write(text, new byte[0]);
        Refusal.of(empty, "is empty", () -> read(empty));
        Path shortest = Files.write(text, new byte[1]);
        Refusal.of(shortest, "", () -> read(shortest));
    }

    @Test
    void refusesASingleArray() throws IOException {
        byte[] npy = RawNpz.npy(RawNpz.dictionary("<f4", "(1, 1)"), new byte[4]);
        Path path = Files.write(folder.resolve("a.npy"), npy);
        Refusal.of(path, "single array", () -> read(path));
    }

    @Test
    void refusesWhatIsNoFile() {
        Refusal.of(folder, "is a folder", () -> read(folder));
        Path missing = folder.resolve("missing.safetensors");
        Refusal.of(missing, "no such file", () -> read(missing));
        Fault fault = assertThrows(Fault.class, () -> ModelFile.read("a\0b", Optional.empty()));
        assertEquals("a b: not the name of a file", fault.getMessage());
    }

    @Test
    void writesOnlyToKnownFormats() {
        ModelFile model = read(file("model.safetensors", "0.weight[3,2]"));
        for (String name : List.of("a.pt", "a.onnx", "a", "npz")) {
            Path target = folder.resolve(name);
            Refusal.of(target, "must end in .safetensors or .npz", () -> model.write(target, Map.of()));
            assertTrue(Files.notExists(target));
        }
    }

    @Test
    void pathsAreNamedAsTheyWereGiven() throws IOException {
        Path path = folder.resolve("line\nbreak.safetensors");
        Files.write(path, "{".getBytes(StandardCharsets.UTF_8));
        Fault fault = assertThrows(Fault.class, () -> read(path));
        assertEquals(1, fault.getMessage().lines().count());
    }
}
