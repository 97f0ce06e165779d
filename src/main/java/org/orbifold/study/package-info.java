/**
 * Whole experiments, end to end: a {@link org.orbifold.study.Study} is a sequence of steps that each leave a file, and a
 * report of what these hold. Besides, the networks that are shipped as samples, and the first story told without a window.
 */
package org.orbifold.study;
