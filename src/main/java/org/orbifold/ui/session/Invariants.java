package org.orbifold.ui.session;

/**
 * What an edited network shows beside the network it came from.
 *
 * @param outputDifference max |f - f_0| over probe inputs
 * @param lossDifference the loss on all rows less that of the network as opened, in nats
 * @param distance |theta - theta_0|
 * @param norm |theta|, the L2 norm
 */
public record Invariants(double outputDifference, double lossDifference, double distance, double norm) {}
