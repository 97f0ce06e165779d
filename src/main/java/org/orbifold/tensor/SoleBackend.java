package org.orbifold.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ServiceLoader;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Classes as they are, but of the array library's backends one. Where several are on the class path the library takes
 * its CUDA one if there is any GPU, and only environment variables, which a process cannot set for itself, would tell it
 * otherwise.
 */
final class SoleBackend extends ClassLoader {
    /** The array library's backend on the CPU. */
    static final String CPU = "org.nd4j.linalg.cpu.nativecpu.CpuBackend";

    /** The array library's backend on GPUs, where the build has it. */
    static final String CUDA = "org.nd4j.linalg.jcublas.JCublasBackend";

    private static final String CUDA_LIBRARY = "org.nd4j.linalg.jcublas.bindings.Nd4jCuda";
    private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

    private final String backend;

    /** Shows one backend out of those that a loader finds. */
    SoleBackend(String backend, ClassLoader parent) {
        super(parent);
        this.backend = backend;
    }

    /**
     * Whether the array library's CUDA part is on the class path. The names there are asked first: to look for a class that
     * there is not opens every jar, a tenth of a second at every start.
     */
    static boolean isCudaBuild() {
        return System.getProperty("java.class.path").contains("nd4j-cuda")
                && SoleBackend.class.getClassLoader().getResource(CUDA.replace('.', '/') + ".class") != null;
    }

    /**
     * Loads the native code of the CUDA backend, which takes CUDA's own libraries too.
     *
     * @throws LinkageError if a library is missing
     * @throws RuntimeException if there is no device
     */
    static void loadCuda() {
        ClassLoader loader = SoleBackend.class.getClassLoader();
        ServiceLoader.load(Nd4jBackend.class, new SoleBackend(CUDA, loader))
                .findFirst()
                .orElseThrow()
                .canRun();
        try {
            Class.forName(CUDA_LIBRARY, true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the array library find that backend only; to be called before anything of it is used. */
    static void show(String backend) {
        ND4JClassLoading.setNd4jClassloader(new SoleBackend(backend, SoleBackend.class.getClassLoader()));
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Enumeration<URL> all = super.getResources(name);
        if (!name.equals(SERVICE)) {
            return all;
        }
        List<URL> named = Collections.list(all).stream().filter(this::names).toList();
        return Collections.enumeration(named);
    }

    private boolean names(URL services) {
        try (InputStream in = services.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .anyMatch(line -> line.strip().equals(backend));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
