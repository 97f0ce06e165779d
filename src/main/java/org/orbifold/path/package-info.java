/**
 * Paths between networks, straight, geodesic and trained; the loss along them, and the barriers that it shows; slices
 * through the loss by planes.
 */
package org.orbifold.path;
