package org.orbifold.study.bench;

import java.util.List;

/** A family of measurements of one name: the same work on several shapes, and by both kernels where it has two. */
public interface Benchmark {
    /** The name on the command line. */
    String name();

    /** What is measured; nothing is allocated before a case's work is prepared. */
    List<BenchmarkCase> cases();
}
