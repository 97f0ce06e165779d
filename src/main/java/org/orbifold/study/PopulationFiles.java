package org.orbifold.study;

import java.nio.file.Path;
import org.orbifold.study.PopulationPlan.FlowChoice;

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

    /** A file's name in the folder of the study. */
    String in(String file) {
        return "repetition-" + repetition + "/" + file;
    }

    /** A file. */
    Path path(String file) {
        return folder.resolve(in(file));
    }

    /** What was measured on the paths between the networks of a zoo. */
    static String pairs(String zoo) {
        return "pairs-" + zoo.replace(".safetensors", ".json");
    }

    /** A flow. */
    static String flow(FlowChoice choice) {
        return choice.id() + ".flow";
    }

    /** Its samples. */
    static String samples(FlowChoice choice, int steps, boolean guided) {
        return "samples-" + choice.id() + "-" + steps + (guided ? "-guided" : "") + ".safetensors";
    }

    /** Its samples of other widths. */
    static String transfer(FlowChoice choice) {
        return "transfer-" + choice.id() + ".safetensors";
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
