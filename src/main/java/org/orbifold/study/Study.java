package org.orbifold.study;

import java.nio.file.Path;
import java.util.List;
import org.orbifold.job.Progress;

/** A whole experiment: steps that leave files in a folder, and a report of what those files hold. */
public abstract sealed class Study permits GaussianStudy, PopulationStudy {
    /** The steps, in order, that fill a folder. */
    abstract List<Step> steps(Path folder);

    /** The report, once every step's file is in the folder. */
    abstract StudyReport report(Path folder);

    /**
     * Runs what is missing in a folder, and writes the report there.
     *
     * @throws java.util.concurrent.CancellationException if it was cancelled: what was done until then is in the folder
     */
    public final StudyReport run(Path folder, Progress progress) {
        new StudyFolder(folder).run(steps(folder), progress);
        StudyReport report = report(folder);
        report.write(folder);
        return report;
    }
}
