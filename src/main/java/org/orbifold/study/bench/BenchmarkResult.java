package org.orbifold.study.bench;

import java.util.OptionalDouble;

/**
 * What a case took.
 *
 * @param floor seconds that the machine needs for it at least, where they can be counted
 */
public record BenchmarkResult(BenchmarkCase measured, Timing timing, OptionalDouble floor) {}
