/**
 * The symmetries of weight space: group elements that act on weights and leave the function alone, canonical forms, and
 * the proof by numbers that nothing changed.
 */
package org.orbifold.symmetry;
