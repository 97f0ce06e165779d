package org.orbifold.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4jBackend;

/** One backend of several is found, on a class path that names another beside the CPU's. */
class SoleBackendTest {
    private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

    @TempDir
    private Path folder;

    @Test
    void showsOneBackendAndAllElse() throws IOException {
        Path services = folder.resolve(SERVICE);
        Files.createDirectories(services.getParent());
        Files.writeString(services, "# a licence\norg.example.NoSuchBackend");
        Files.writeString(folder.resolve("META-INF/services/other"), "b");
        ClassLoader parent = SoleBackend.class.getClassLoader();
        try (URLClassLoader both = new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent)) {
            SoleBackend cpu = new SoleBackend(SoleBackend.CPU, both);
            List<String> found = ServiceLoader.load(Nd4jBackend.class, cpu).stream()
                    .map(provider -> provider.type().getName())
                    .toList();
            assertEquals(List.of(SoleBackend.CPU), found);
            assertEquals(
                    List.of(services.toUri().toURL()),
                    Collections.list(new SoleBackend("org.example.NoSuchBackend", both).getResources(SERVICE)));
            assertEquals(
                    1,
                    Collections.list(cpu.getResources("META-INF/services/other"))
                            .size());
            assertSame(Nd4jBackend.class, cpu.loadClass(Nd4jBackend.class.getName()));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
