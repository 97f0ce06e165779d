package org.orbifold.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.orbifold.job.Fault;

/** The rows whose mean and standard deviation a table's columns are standardized with. */
public enum Standardize {
    /** All rows of the file, whichever of them are selected. */
    ALL,
    /** The training rows alone. */
    TRAIN,
    /** None: values stay as they are. */
    NONE;

    /** The name in files and on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of that name.
     *
     * @throws Fault if there is none
     */
    public static Standardize parse(String id) {
        return Arrays.stream(values())
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Fault.in(
                        id,
                        "not a way to standardize ("
                                + Arrays.stream(values()).map(Standardize::id).collect(Collectors.joining(", "))
                                + ")"));
    }
}
