/**
 * Every picture, drawn in Java2D: the same painting on the screen, in a PNG and in an SVG. A
 * {@link org.orbifold.figure.Figure} is a value that holds what it shows; painting it computes nothing but positions.
 */
package org.orbifold.figure;
