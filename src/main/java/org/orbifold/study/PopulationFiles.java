package org.orbifold.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.orbifold.io.ModelFile;
import org.orbifold.net.Activation;
import org.orbifold.net.Weights;
import org.orbifold.zoo.Zoo;

/**
 * The files of one repetition of a study of flows over trained networks.
 *
 * @param folder of the study
 */
record PopulationFiles(Path folder, int repetition) {
    /** The trained networks. */
    static final String ZOO = "zoo.safetensors";

    /** The same, aligned. */
    static final String ALIGNED = "aligned.safetensors";

    /** What the flows' networks do on another task. */
    static final String OTHER_TASK = "other-task.json";

    /** How trainings go that begin at samples, and at random. */
    static final String BEGINNINGS = "beginnings.json";

    /** A file's name in the folder of the study. */
    String in(String file) {
        return "repetition-" + repetition + "/" + file;
    }

    /** A file. */
    Path path(String file) {
        return folder.resolve(in(file));
    }

    /** The networks of a file, with where they come from. */
    Zoo zoo(String file) {
        return Zoo.of(ModelFile.read(path(file).toString(), Optional.of(Activation.RELU)));
    }

    /** The networks of a file. */
    List<Weights> networks(String file) {
        return zoo(file).networks();
    }

    /** What was measured on the paths between the networks of a zoo. */
    static String pairs(String zoo) {
        return "pairs-" + zoo.replace(".safetensors", ".json");
    }

    /** Networks drawn from a model that flows are compared with. */
    static String samples(String rival) {
        return rival + ".safetensors";
    }

    /** A flow. */
    static String flow(FlowChoice choice) {
        return choice.id() + ".flow";
    }

    /** What was measured on a set of networks. */
    static String measures(String set) {
        return "measures-" + set.replace(".safetensors", ".json");
    }

    /** What averages of their predictions reach. */
    static String averages(String set) {
        return "averages-" + set.replace(".safetensors", ".json");
    }
}
