package org.orbifold.io;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.orbifold.net.Architecture;
import org.orbifold.net.Layer;
import org.orbifold.net.ParameterTensor;

/**
 * Which network, or zoo of networks, the tensors of a file are.
 *
 * @param sources of the architecture's parameters, one for one: the file's tensors, or nothing where it has none: gains are
 *     1 then, and others 0
 * @param names of the architecture's parameters, one for one
 * @param stacked whether there is a leading axis of networks
 * @param networks how many there are
 */
record Blueprint(
        Architecture architecture,
        List<Optional<TensorInfo>> sources,
        List<TensorName> names,
        boolean stacked,
        int networks) {
    Blueprint {
        sources = List.copyOf(sources);
        names = List.copyOf(names);
    }

    /** Refuses tensors that have not the shapes of the architecture's parameters. */
    static Blueprint of(Architecture architecture, List<Optional<TensorInfo>> sources, List<TensorName> names)
            throws MalformedFileException {
        List<ParameterTensor> parameters = architecture.tensors();
        TensorInfo first = sources.getFirst().orElseThrow();
        boolean stacked = first.rank() > parameters.getFirst().shape().size();
        long networks = stacked ? first.shape().getFirst() : 1;
        for (int i = 0; i < parameters.size(); i++) {
            List<Long> expected = parameters.get(i).shape();
            Optional<TensorInfo> source = sources.get(i);
            List<Long> whole = stacked
                    ? IntStream.rangeClosed(0, expected.size())
                            .mapToObj(axis -> axis == 0 ? (Long) networks : expected.get(axis - 1))
                            .toList()
                    : expected;
            if (source.isPresent() && !source.get().shape().equals(whole)) {
                throw new MalformedFileException(source.get().label() + " has shape "
                        + source.get().shapeText() + ", and " + whole.toString().replace(" ", "") + " is needed for "
                        + FileFault.printable(architecture.shape()));
            }
        }
        if (networks < 1 || networks > Integer.MAX_VALUE) {
            throw new MalformedFileException("holds " + networks + " networks");
        }
        return new Blueprint(architecture, sources, names, stacked, (int) networks);
    }

    /** The names that PyTorch gives the parameters of a {@code Sequential} of the architecture's nodes. */
    static List<TensorName> sequentialNames(Architecture architecture) {
        return architecture.tensors().stream()
                .map(tensor ->
                        new TensorName((tensor.node() - 1) + "." + tensor.role().id(), true))
                .toList();
    }

    /** Whether a parameter may be missing in a file. */
    static boolean mayBeMissing(ParameterTensor parameter) {
        return parameter.role() == Layer.Role.BIAS;
    }
}
