package org.orbifold.io;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.orbifold.io.RawOnnx.attribute;
import static org.orbifold.io.RawOnnx.tensor;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.orbifold.job.Fault;

/** Damaged and lying ONNX files: each is read or refused in one line, and takes little more memory than its own size. */
class HostileOnnxTest {
    private static final long ALLOWANCE = 20_000_000;
    private static final int TRIES = 2000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    private byte[] valid;
    private int read;
    private int refused;

    /** A network of nearly every kind of node and tensor, one of them in a file beside it. */
    @BeforeEach
    void writeOne() throws IOException {
        Files.write(folder.resolve("w.bin"), RawSafetensors.floats(1, 2, 3, 4, 5, 6));
        valid = new RawOnnx(13)
                .input("x", 0, 1, 4, 4)
                .floats("0.weight", 2, 1, 3, 3)
                .floats("v", 2)
                .initializer(tensor("h.weight", 10, 2, 2).packed(5, 0x3c00, 0x3c01, 0x3c02, 0x3c03))
                .wholes("rows", 0, -1)
                .floats("root", new float[] {1.4142135f})
                .floats("one", new float[] {1})
                .floats("half", new float[] {0.5f})
                .initializer(tensor("w", RawOnnx.FLOAT, 3, 2)
                        .message(13, new RawProtobuf().text(1, "location").text(2, "w.bin"))
                        .whole(14, 1))
                .node("Conv(x,0.weight)->a", attribute("pads", 1, 1, 1, 1), attribute("strides", 2, 2))
                .node("BatchNormalization(a,v,v,v,v)->b", attribute("epsilon", 1e-5f))
                .node("Relu(b)->c")
                .node("AveragePool(c)->d", attribute("kernel_shape", 2, 2), attribute("auto_pad", "VALID"))
                .node("Reshape(d,rows)->e")
                .node("MatMul(e,h.weight)->f")
                .node("Add(f,v)->g")
                .node("Div(g,root)->h")
                .node("Erf(h)->i")
                .node("Add(i,one)->j")
                .node("Mul(g,j)->k")
                .node("Mul(k,half)->l")
                .node("Gemm(l,w)->y", attribute("transB", 1), attribute("alpha", 0.5f))
                .output("y")
                .bytes();
    }

    private void tryOn(byte[] file) throws IOException {
        Path path = Files.write(folder.resolve("a.onnx"), file);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            DescribedTensors.read(path);
            read++;
        } catch (Fault fault) {
            refused++;
            Refusal.requireOneLine(path, fault);
        }
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < ALLOWANCE + 10L * file.length, () -> "took " + taken + " bytes");
    }

    private void tryMutant(int seed, byte[] file) throws IOException {
        try {
            tryOn(file);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("mutant " + seed, e);
        }
    }

    @Test
    void cutAnywhere() throws IOException {
        tryOn(valid);
        assertTrue(read == 1, "the file is sound to begin with");
        for (int length = 1; length < valid.length; length++) {
            tryMutant(length, Arrays.copyOf(valid, length));
        }
        assertTrue(read == 1 && refused == valid.length - 1, "read " + read);
    }

    @Test
    void damagedAnywhere() throws IOException {
        for (int seed = 0; seed < TRIES; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            byte[] mutant = valid.clone();
            for (int k = 1 + random.nextInt(3); k > 0; k--) {
                mutant[random.nextInt(mutant.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(20));
            }
            tryMutant(seed, mutant);
        }
        assertTrue(read > TRIES / 20 && refused > TRIES / 4, "read " + read + ", refused " + refused);
    }

    @Test
    void splicedAnywhere() throws IOException {
        for (int seed = 0; seed < TRIES; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            int from = random.nextInt(valid.length);
            int to = random.nextInt(valid.length);
            int length = random.nextInt(Math.min(200, valid.length - Math.max(from, to)) + 1);
            byte[] mutant = valid.clone();
            System.arraycopy(valid, from, mutant, to, length);
            tryMutant(seed, mutant);
        }
        assertTrue(read > 10 && refused > TRIES / 2, "read " + read + ", refused " + refused);
    }

    @Test
    void moreThingsThanAnyoneNeeds() throws IOException {
        RawOnnx nodes = new RawOnnx(17);
        for (int i = 0; i < 300_000; i++) {
            nodes.graph().message(1, new RawProtobuf());
        }
        requireRefused("describes more than 262144 things", nodes.bytes());
        RawOnnx sizes = new RawOnnx(17);
        sizes.graph().message(5, new RawProtobuf().packed(1, new long[300_000]));
        requireRefused("describes more than 262144 things", sizes.bytes());
    }

    @Test
    void listsThatDouble() throws IOException {
        RawOnnx onnx = new RawOnnx(17).input("x", 0, 4).wholes("s0", 1, 1);
        for (int i = 0; i < 60; i++) {
            onnx.node("Concat(s" + i + ",s" + i + ")->s" + (i + 1), attribute("axis", 0));
        }
        requireRefused(
                "makes a list of more numbers than a shape has",
                onnx.node("Reshape(x,s60)->y").output("y").bytes());
    }

    private void requireRefused(String words, byte[] file) throws IOException {
        Path path = Files.write(folder.resolve("a.onnx"), file);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Refusal.of(path, words, () -> DescribedTensors.read(path));
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < 100_000_000, () -> "took " + taken + " bytes");
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "a hole in a file takes room on the disk elsewhere")
    void filesLargerThanTheyMayBe() throws IOException {
        Path path = Files.write(folder.resolve("a.onnx"), valid);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(1L << 31);
        }
        Refusal.of(path, "has more than 2 GB", () -> DescribedTensors.read(path));
        Path tensors = folder.resolve("w.bin");
        try (RandomAccessFile file = new RandomAccessFile(tensors.toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        RawProtobuf huge = tensor("w", RawOnnx.FLOAT, 1L << 36, 4)
                .message(13, new RawProtobuf().text(1, "location").text(2, "w.bin"))
                .whole(14, 1);
        RawOnnx onnx = new RawOnnx(17)
                .input("x", 0, 4)
                .initializer(huge)
                .node("Gemm(x,w)->y", attribute("transB", 1))
                .output("y");
        requireRefused("gives " + (1L << 36) + " features", onnx.bytes());
    }
}
