package org.orbifold.job;

/** Work that runs as a job: it computes a result, reports to its progress and lets itself be cancelled by it. */
@FunctionalInterface
public interface Task<T> {
    /** Does the work. A {@link Fault} is the user's to mend; anything else that is thrown is a failure of the program. */
    T run(Progress progress) throws Exception;
}
