package org.orbifold.flow;

import java.util.List;

/**
 * A field of vectors in the ambient space, smooth around the manifold, and its derivatives: the velocity on the manifold
 * is its part in the tangent space.
 */
public interface DifferentiableField {
    /** The vectors at points, at time t. */
    List<float[]> ambient(List<float[]> points, double t);

    /** The products {@code g^T Dw} of vectors g, one a point, with the Jacobians of the field there. */
    List<float[]> vectorJacobianProducts(List<float[]> points, double t, List<float[]> vectors);
}
