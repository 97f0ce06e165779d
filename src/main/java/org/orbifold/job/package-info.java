/**
 * Background work: a {@link org.orbifold.job.Job} reports progress, can be cancelled, and ends with a result or a
 * failure. Nothing here knows JavaFX or the array library; a window listens to a job like any other observer.
 *
 * <p>{@link org.orbifold.job.Fault} stands here because it is how a job fails by no fault of the program.
 */
package org.orbifold.job;
