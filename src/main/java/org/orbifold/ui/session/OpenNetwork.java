package org.orbifold.ui.session;

import org.orbifold.net.Weights;

/** A network that is open: as it was read, under the name it is shown by. */
public record OpenNetwork(String name, Weights weights) {}
