package org.orbifold.net;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.orbifold.tensor.Pointwise;

/**
 * The activation of a network's hidden layers, with the symmetries it gives them: the intertwiner group of Godfrey et
 * al., <i>On the symmetries of deep learning models and their internal representations</i> (2022), as far as it acts by
 * permutation, positive scaling and sign.
 */
public enum Activation {
    RELU("relu", Pointwise.RELU, EnumSet.of(SymmetryKind.PERMUTATION, SymmetryKind.SCALING)),
    LEAKY_RELU("leaky_relu", Pointwise.LEAKY_RELU, EnumSet.of(SymmetryKind.PERMUTATION, SymmetryKind.SCALING)),
    TANH("tanh", Pointwise.TANH, EnumSet.of(SymmetryKind.PERMUTATION, SymmetryKind.SIGN_FLIP)),
    SIGMOID("sigmoid", Pointwise.SIGMOID, EnumSet.of(SymmetryKind.PERMUTATION, SymmetryKind.SIGN_FLIP)),
    GELU("gelu", Pointwise.GELU, EnumSet.of(SymmetryKind.PERMUTATION)),
    IDENTITY(
            "identity",
            Pointwise.IDENTITY,
            EnumSet.of(SymmetryKind.PERMUTATION, SymmetryKind.SCALING, SymmetryKind.SIGN_FLIP));

    private final String id;
    private final Pointwise function;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
    private final Set<SymmetryKind> symmetries;

    Activation(String id, Pointwise function, EnumSet<SymmetryKind> symmetries) {
        this.id = id;
        this.function = function;
        this.symmetries = Set.copyOf(symmetries);
    }

    /** The name in files and on the command line. */
    public String id() {
        return id;
    }

    /** The function itself. */
    public Pointwise function() {
        return function;
    }

    /** Whether a hidden layer with this activation has symmetries of that kind. */
    public boolean has(SymmetryKind kind) {
        return symmetries.contains(kind);
    }

    /** Why a kind of symmetry is missing, for a message to a person; says so even where it is not. */
    public String reasonAgainst(SymmetryKind kind) {
        return switch (kind) {
            case SCALING -> id + " has no scaling symmetry: " + id + "(a x) is not a " + id + "(x)";
            case SIGN_FLIP -> id + " has no sign-flip symmetry: it is not an odd function";
            case PERMUTATION -> id + " has permutation symmetry";
        };
    }

    /** The activation of that name, if there is one. */
    public static Optional<Activation> of(String id) {
        for (Activation activation : values()) {
            if (activation.id.equals(id)) {
                return Optional.of(activation);
            }
        }
        return Optional.empty();
    }
}
