/** Whole experiments, end to end: the networks that are shipped as samples, and the first story told without a window. */
package org.orbifold.study;
