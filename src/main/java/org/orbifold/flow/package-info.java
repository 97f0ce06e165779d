/**
 * Flows over weights: Euclidean, Normalized and Geometric flow matching (Erdogan 2025, chapter 5; Lipman et al. 2023;
 * Chen and Lipman 2023). A {@link org.orbifold.flow.FlowSpace} makes points of networks; a {@link
 * org.orbifold.flow.FlowTraining} learns a velocity on it from a zoo, and gives a {@link org.orbifold.flow.Flow}; a
 * {@link org.orbifold.flow.Sampler} follows that velocity from noise to networks.
 */
package org.orbifold.flow;
