/**
 * Populations of trained networks. {@link org.orbifold.zoo.ZooTraining} trains one and keeps snapshots of every run's
 * course; a {@link org.orbifold.zoo.Zoo} is what a file of it holds, the networks and what is known of each; and
 * {@link org.orbifold.zoo.ZooAlignment} and {@link org.orbifold.zoo.ZooCanonicalForm} take the symmetries out of it.
 */
package org.orbifold.zoo;
