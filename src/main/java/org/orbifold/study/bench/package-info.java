/**
 * Benchmarks: work of the sizes that the program does, timed warm, with the least time that the machine could do it in
 * beside it where that can be counted. A {@link org.orbifold.study.bench.Benchmark} is a named family of
 * {@link org.orbifold.study.bench.BenchmarkCase cases}; {@link org.orbifold.study.bench.BenchmarkSuite} lists them all.
 */
package org.orbifold.study.bench;
