/**
 * Networks: architectures, activations (each names the kinds of symmetry it has), weights as plain floats, the forward
 * map, training of populations, and what is measured on a network's output.
 */
package org.orbifold.net;
