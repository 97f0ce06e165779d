package org.orbifold.io;

/** What is said to files of pickled objects, which run code of their own choice when they are unpickled. */
final class Pickle {
    private static final int PROTOCOL = 0x80;
    private static final int HIGHEST_PROTOCOL = 5;

    private Pickle() {}

    /** Whether a file that begins with those bytes is a pickle of protocol 2 or above. */
    static boolean isPickle(byte[] head) {
        return head.length >= 2
                && Byte.toUnsignedInt(head[0]) == PROTOCOL
                && head[1] >= 2
                && head[1] <= HIGHEST_PROTOCOL;
    }

    /** The refusal, with the way round. */
    static MalformedFileException refused() {
        return new MalformedFileException("a pickle is never unpickled here; save safetensors instead: "
                + "from safetensors.torch import save_file; save_file(model.state_dict(), \"model.safetensors\")");
    }
}
