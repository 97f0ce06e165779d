/**
 * The engine: arrays, fused kernels, pointwise functions and reverse-mode differentiation. The array library lives here
 * and nowhere else; it is loaded by the first {@link org.orbifold.tensor.Backend} that is asked for.
 *
 * <p>A computation is recorded once on a {@link org.orbifold.tensor.Tape} for its shapes, over arrays that are allocated
 * then, and replayed without allocating. Its primitives stand behind {@link org.orbifold.tensor.Kernels}, in two
 * implementations that agree: portable array-library operations, and vector loops on the arrays' own memory.
 *
 * <p>What computes is a {@link org.orbifold.tensor.BackendChoice}, made of what the user asks for, what the build has and
 * what the CUDA driver tells of its devices, before the array library is loaded. On a GPU an array has a copy in the
 * host's memory, which is brought up to date where a {@link org.orbifold.tensor.Tensor} is read and written.
 */
package org.orbifold.tensor;
