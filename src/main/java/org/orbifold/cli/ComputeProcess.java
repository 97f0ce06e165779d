package org.orbifold.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.orbifold.job.ErrorLog;
import org.orbifold.tensor.CudaDevice;

/**
 * The program once more, in a process of its own that computes on a GPU: which GPU is told by an environment variable,
 * that a process cannot set for itself, and where native code crashes this process is left to say so. Both share their
 * streams; whichever ends takes the other with it.
 */
final class ComputeProcess {
    /** The GPUs that CUDA sees: numbers or names, with commas. */
    private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

    /** Java reads options there; they reach the other process as options of this one. */
    private static final List<String> OPTION_VARIABLES = List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS");

    /** The property that tells a process that it is such a one: the number of the process that it was started by. */
    private static final String PARENT = "orbifold.parent";

    private static final int SECONDS_TO_END = 10;

    /** Statuses above are of processes that a signal ended, by its number. */
    private static final int SIGNAL = 128;

    /** Java's own after an interrupt and a request to terminate. */
    private static final List<Integer> ENDED_AS_TOLD = List.of(SIGNAL + 2, SIGNAL + 15);

    private ComputeProcess() {}

    private static Optional<Long> parent() {
        return Optional.ofNullable(System.getProperty(PARENT)).map(Long::valueOf);
    }

    /** Ends this process when the one that started it ends, if it is such a one. */
    static void endWithParent() {
        parent().ifPresent(number -> Thread.ofPlatform().name("parent").daemon().start(() -> {
            ProcessHandle.of(number).ifPresent(parent -> parent.onExit().join());
            System.exit(Main.FAILED);
        }));
    }

    /** The GPU that a command computes on in a process of its own, if it is to and this is not yet that process. */
    static Optional<CudaDevice> deviceFor(ComputeOptions options) {
        return parent().isPresent() ? Optional.empty() : options.device();
    }

    /** Runs the program with those arguments on that GPU, and returns its exit status. */
    static int run(CudaDevice device, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-XX:ErrorFile=" + crashLog("%p"));
        command.add("-D" + PARENT + "=" + ProcessHandle.current().pid());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(OPTION_VARIABLES);
        builder.environment().put(VISIBLE, visible(Optional.ofNullable(System.getenv(VISIBLE)), device.index()));
        return run(builder, System.err);
    }

    /** The one GPU that is left to see of those that were. */
    static String visible(Optional<String> before, int index) {
        return before.map(list -> list.split(",", -1)[index].strip()).orElseGet(() -> Integer.toString(index));
    }

    /**
     * Runs a process on the streams of this one.
     *
     * @return its exit status; that of a failure, with a line, if it did not end by itself
     */
    static int run(ProcessBuilder builder, PrintStream err) {
        Process process;
        int status;
        try {
            process = builder.inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
            status = process.waitFor();
        } catch (IOException | InterruptedException e) {
            err.println("orbifold: no process could be run to compute on the GPU: " + e.getMessage());
            return Main.FAILED;
        }
        if ((0 <= status && status <= SIGNAL) || ENDED_AS_TOLD.contains(status)) {
            return status;
        }
        boolean signal = status > SIGNAL && status < 2 * SIGNAL;
        err.println("orbifold: the process that computed on the GPU ended "
                + (signal ? "by signal " + (status - SIGNAL) : "with status 0x" + Integer.toHexString(status))
                + crash(process)
                + "; --backend cpu computes without it");
        return Main.FAILED;
    }

    private static String crash(Process process) {
        Path log = crashLog(Long.toString(process.pid()));
        return Files.exists(log) ? " (the detail is in " + log + ")" : "";
    }

    private static Path crashLog(String number) {
        return ErrorLog.file().resolveSibling("orbifold-crash-" + number + ".log");
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
