package org.orbifold.ui.session;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orbifold.job.Fault;

/**
 * An object of JSON in a file, whose fields are checked when they are asked for.
 *
 * @param file for messages
 */
record Fields(Path file, Map<?, ?> values) {
    /** @throws Fault if a value is no object */
    static Fields of(Path file, Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Fields(file, map);
        }
        throw Fault.in(file, "is not a sound session: an object of JSON is missing");
    }

    /** A fault of this object. */
    Fault fault(String what) {
        return Fault.in(file, "is not a sound session: " + what);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    private Object value(String name) {
        if (!has(name)) {
            throw fault("'" + name + "' is missing");
        }
        return values.get(name);
    }

    String text(String name) {
        if (value(name) instanceof String text) {
            return text;
        }
        throw fault("'" + name + "' is not a text");
    }

    boolean truth(String name) {
        if (value(name) instanceof Boolean truth) {
            return truth;
        }
        throw fault("'" + name + "' is neither true nor false");
    }

    /** A number; NaN where null stands. */
    double number(String name) {
        if (value(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw fault("'" + name + "' is not a number");
    }

    /** A number in a range. */
    double number(String name, double least, double most) {
        double number = number(name);
        if (number >= least && number <= most) {
            return number;
        }
        throw fault("'" + name + "' is not between " + least + " and " + most);
    }

    /** A whole number in a range. */
    long whole(String name, long least, long most) {
        if (value(name) instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw fault("'" + name + "' is not a whole number from " + least + " to " + most);
    }

    /** A whole number from 0 up to and without {@code end}. */
    int index(String name, int end) {
        return (int) whole(name, 0, end - 1L);
    }

    <E extends Enum<E>> E choice(String name, Class<E> type) {
        String text = text(name);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> fault("'" + name + "' is none of " + Arrays.toString(type.getEnumConstants())));
    }

    List<?> list(String name) {
        if (value(name) instanceof List<?> list) {
            return list;
        }
        throw fault("'" + name + "' is not a list");
    }

    double[] numbers(String name) {
        return list(name).stream()
                .mapToDouble(item -> {
                    if (item instanceof Number number) {
                        return number.doubleValue();
                    }
                    throw fault("'" + name + "' holds something that is not a number");
                })
                .toArray();
    }

    List<String> texts(String name) {
        return list(name).stream()
                .map(item -> {
                    if (item instanceof String text) {
                        return text;
                    }
                    throw fault("'" + name + "' holds something that is not a text");
                })
                .toList();
    }

    Fields object(String name) {
        return of(file, value(name));
    }

    Optional<Fields> optional(String name) {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    List<Fields> objects(String name) {
        return list(name).stream().map(item -> of(file, item)).toList();
    }
}
