/** Paths between networks, the loss along them, and the barriers that it shows. */
package org.orbifold.path;
