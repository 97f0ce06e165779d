package org.orbifold.study;

import java.nio.file.Path;

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

    /** What was measured on the paths between the networks of a zoo. */
    static String pairs(String zoo) {
        return "pairs-" + zoo.replace(".safetensors", ".json");
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
