package org.orbifold.flow;

import java.util.Optional;
import org.orbifold.net.Examples;
import org.orbifold.zoo.Zoo;

/**
 * What a flow learns from: networks, and what they were trained on.
 *
 * @param rows the training rows, where they are known
 */
public record Task(Zoo zoo, Optional<Examples> rows) {}
