/**
 * Data sets: labelled rows that were generated on the spot, or read from a table of text or from IDX images; and the
 * split of their rows into training and test rows.
 *
 * <p>{@link org.orbifold.data.DataSets#load} is the way in. Whatever is wrong with a file ends in a
 * {@link org.orbifold.job.Fault} of one line that begins with the file's name. Files are read twice: once to check
 * every byte and to count rows and classes, which takes next to no memory, and once into arrays of the right size. So a
 * bad file costs little, and the statistics for standardization are known before the first value is stored.
 *
 * <p>Whatever is drawn at random comes from a seed, by an algorithm that is written down: the same seed gives the same
 * numbers on every machine.
 */
package org.orbifold.data;
