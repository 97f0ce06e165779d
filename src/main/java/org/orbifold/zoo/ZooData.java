package org.orbifold.zoo;

import java.util.Optional;
import org.orbifold.data.DataProvenance;
import org.orbifold.data.DataSet;
import org.orbifold.data.DataSets;
import org.orbifold.data.Split;
import org.orbifold.job.Fault;
import org.orbifold.net.Examples;

/**
 * The data that the networks of a zoo were trained on.
 *
 * @param split as it was then
 */
public record ZooData(DataSet set, Split split) {
    /**
     * Loads the data that a zoo remembers; empty where it remembers none.
     *
     * @throws Fault if it cannot be loaded, or is not what it was
     */
    public static Optional<ZooData> of(Zoo zoo) {
        String label = zoo.file().label();
        return DataProvenance.fromMetadata(label, zoo.file().metadata()).map(known -> {
            DataSet set = DataSets.load(known.request());
            known.check(label, set);
            return new ZooData(set, known.rule().split(set.rows()));
        });
    }

    /** The rows that the networks were trained on. */
    public Examples training() {
        return set.examples().gather(split.train());
    }

    /** The rows that they were not trained on. */
    public Examples test() {
        return set.examples().gather(split.test());
    }
}
