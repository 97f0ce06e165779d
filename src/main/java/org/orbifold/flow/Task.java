package org.orbifold.flow;

import java.util.List;
import java.util.Optional;
import org.orbifold.net.Examples;
import org.orbifold.zoo.Zoo;
import org.orbifold.zoo.ZooData;

/**
 * What a flow learns from: networks, and what they were trained on.
 *
 * @param rows the training rows, where they are known
 */
public record Task(Zoo zoo, Optional<Examples> rows) {
    /**
     * The tasks of some zoos.
     *
     * @param withRows whether to load the data that they remember
     */
    public static List<Task> of(List<Zoo> zoos, boolean withRows) {
        return zoos.stream()
                .map(zoo -> new Task(zoo, withRows ? ZooData.of(zoo).map(ZooData::training) : Optional.empty()))
                .toList();
    }
}
