package org.orbifold.study;

import org.orbifold.flow.StepRule;

/**
 * Networks sampled from a flow.
 *
 * @param steps Euler steps
 */
record SampleSet(FlowChoice flow, int steps, Way way) {
    /** How they are sampled. */
    enum Way {
        PLAIN("", StepRule.FLOW_MATCHING, false, false),
        GUIDED("-guided", StepRule.FLOW_MATCHING, false, true),
        NORMALIZED_PREDICTION("-normalized-prediction", StepRule.NORMALIZED_PREDICTION, false, false),
        RELEASED("-released", StepRule.RELEASED, false, false),
        ASKED("-asked", StepRule.FLOW_MATCHING, true, false),
        ASKED_AND_GUIDED("-asked-guided", StepRule.FLOW_MATCHING, true, true),
        /** Plainly, with other hidden widths. */
        WIDER("-wider", StepRule.FLOW_MATCHING, false, false);

        private final String suffix;
        private final StepRule rule;
        private final boolean asked;
        private final boolean guided;

        Way(String suffix, StepRule rule, boolean asked, boolean guided) {
            this.suffix = suffix;
            this.rule = rule;
            this.asked = asked;
            this.guided = guided;
        }

        StepRule rule() {
            return rule;
        }

        /** Whether the flow is asked for a loss. */
        boolean isAsked() {
            return asked;
        }

        /** Whether rows guide the flow. */
        boolean isGuided() {
            return guided;
        }
    }

    /** The name of their file. */
    String file() {
        return "samples-" + flow.id() + "-" + steps + way.suffix + ".safetensors";
    }
}
