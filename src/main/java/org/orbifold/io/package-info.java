/**
 * File formats: safetensors, npz, ONNX, and {@link org.orbifold.io.ModelFile}, which finds the networks in them.
 * Everything is written through {@link org.orbifold.io.AtomicFile}, so that no half file is ever seen. ONNX is only read:
 * the graph in the file is translated to an architecture, node by node.
 *
 * <p>A file is distrusted until it is read. Sizes that it declares are held against its length before memory is given
 * for them; where its values take more memory than the file is long (16-bit floats, compressed arrays), they are read
 * through once and checked before that. So a bad file is refused with little more memory than its own size. Pickled
 * objects are never unpickled.
 *
 * <p>Inside the package whatever is wrong with a file travels as an {@link java.io.IOException} that does not know the
 * file's name; the public entry points turn it into an {@link org.orbifold.job.Fault} that does.
 */
package org.orbifold.io;
