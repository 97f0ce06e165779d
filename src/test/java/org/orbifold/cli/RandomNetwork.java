package org.orbifold.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.orbifold.io.ModelFile;
import org.orbifold.net.Activation;
import org.orbifold.net.Architecture;
import org.orbifold.net.Initialization;
import org.orbifold.net.Weights;

/** Files of networks that were never trained. */
final class RandomNetwork {
    private RandomNetwork() {}

    /** Writes a network of that shape, drawn by the seed, and returns the file. */
    static Path write(Path file, String shape, Activation activation, long seed) {
        Weights weights =
                new Initialization.Normal(0.8).draw(Architecture.parse(shape, activation), new SplittableRandom(seed));
        ModelFile.of(file, weights).write(file, Map.of());
        return file;
    }
}
