/** Populations of trained networks: training them, and keeping snapshots of their courses. */
package org.orbifold.zoo;
