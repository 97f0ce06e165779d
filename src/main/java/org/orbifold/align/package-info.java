/** Alignment (re-basin): the symmetry that brings one network nearest another, with the same function. */
package org.orbifold.align;
