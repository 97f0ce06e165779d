/**
 * Models that draw networks, and how they are judged. The {@link org.orbifold.generative.GenerativeModel}s here are what
 * a flow over weights has to beat: the mean network and Gaussians, fit to aligned networks. The
 * {@link org.orbifold.generative.Audit} tells whether samples are new: half-copies of the training networks, and samples
 * that all look the same, do well on data too.
 */
package org.orbifold.generative;
