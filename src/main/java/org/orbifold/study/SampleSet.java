package org.orbifold.study;

/**
 * Networks sampled from a flow.
 *
 * @param steps Euler steps
 */
record SampleSet(FlowChoice flow, int steps, Way way) {
    /** How they are sampled. */
    enum Way {
        PLAIN(""),
        GUIDED("-guided"),
        NORMALIZED_PREDICTION("-normalized-prediction"),
        RELEASED("-released"),
        ASKED("-asked"),
        ASKED_AND_GUIDED("-asked-guided"),
        /** Plainly, with other hidden widths. */
        WIDER("-wider");

        private final String suffix;

        Way(String suffix) {
            this.suffix = suffix;
        }

        boolean isGuided() {
            return this == GUIDED || this == ASKED_AND_GUIDED;
        }

        boolean isAsked() {
            return this == ASKED || this == ASKED_AND_GUIDED;
        }
    }

    /** The name of their file. */
    String file() {
        return "samples-" + flow.id() + "-" + steps + way.suffix + ".safetensors";
    }
}
