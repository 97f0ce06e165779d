/** Paths between networks, straight, geodesic and trained; the loss along them, and the barriers that it shows. */
package org.orbifold.path;
