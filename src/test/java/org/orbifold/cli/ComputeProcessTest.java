package org.orbifold.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The process beside this one, played by small programs. */
@Timeout(60)
class ComputeProcessTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(ProcessBuilder program) {
        return ComputeProcess.run(program, new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static ProcessBuilder java(String... arguments) {
        String classPath = Stream.of(ComputeProcessTest.class, ComputeProcess.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** Ends with the status that it is told. */
    static final class Ends {
        private Ends() {}

        public static void main(String[] args) {
            System.exit(Integer.parseInt(args[0]));
        }
    }

    /** Ends with its parent, or never. */
    static final class Stays {
        private Stays() {}

        public static void main(String[] args) throws InterruptedException {
            ComputeProcess.endWithParent();
            System.out.println("here");
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void exitStatusesArePassedOn() {
        for (int status : new int[] {0, 1, 2, 130, 143}) {
            assertEquals(status, run(java(Ends.class.getName(), Integer.toString(status))));
        }
        assertEquals("", err());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCrashIsAFailureAndIsTold() {
        assertEquals(1, run(new ProcessBuilder("sh", "-c", "kill -9 $$")));
        assertEquals(1, err().lines().count(), err());
        assertTrue(err().startsWith("orbifold: "), err());
        assertTrue(err().contains("by signal 9"), err());
    }

    @Test
    void aProgramThatIsNotThereIsAFailureAndIsTold() {
        assertEquals(1, run(new ProcessBuilder("/no/such/program")));
        assertTrue(err().startsWith("orbifold: "), err());
        assertEquals(1, err().lines().count(), err());
    }

    @Test
    void itEndsWithItsParent() throws IOException, InterruptedException {
        Process parent = java(Stays.class.getName()).start();
        Process child =
                java("-Dorbifold.parent=" + parent.pid(), Stays.class.getName()).start();
        try {
            assertEquals('h', child.getInputStream().read());
            assertTrue(child.isAlive());
            parent.destroyForcibly();
            assertTrue(child.waitFor(30, TimeUnit.SECONDS));
            assertEquals(1, child.exitValue());
            assertEquals(
                    1,
                    java("-Dorbifold.parent=" + parent.pid(), Stays.class.getName())
                            .start()
                            .waitFor(),
                    "the parent is gone already");
        } finally {
            parent.destroyForcibly();
            child.destroyForcibly();
        }
    }

    @Test
    void oneGpuIsLeftToSee() {
        assertEquals("1", ComputeProcess.visible(Optional.empty(), 1));
        assertEquals("GPU-b", ComputeProcess.visible(Optional.of("3, GPU-b ,0"), 1));
        assertEquals("3", ComputeProcess.visible(Optional.of("3"), 0));
    }
}
