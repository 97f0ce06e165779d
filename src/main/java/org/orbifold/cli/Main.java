package org.orbifold.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.orbifold.job.ErrorLog;
import org.orbifold.job.Fault;
import org.orbifold.tensor.CudaDevice;
import org.orbifold.ui.Program;
import org.orbifold.ui.session.SessionStore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The program: a command line, and the workbench when no command is given. Exit status 0 is success, 2 a fault of the
 * input or the usage (one line that begins {@code orbifold:}), 1 a failure of the program.
 */
@Command(
        name = "orbifold",
        description = "Explores the weight space of neural networks modulo its symmetries. Without a command it opens"
                + " the workbench.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        subcommands = {
            InspectCommand.class,
            EvaluateCommand.class,
            TransformCommand.class,
            CanonicalizeCommand.class,
            AlignCommand.class,
            MergeCommand.class,
            BarrierCommand.class,
            PairsCommand.class,
            SliceCommand.class,
            GraphCommand.class,
            ZooCommand.class,
            FlowCommand.class,
            RenderCommand.class,
            StudyCommand.class,
            SamplesCommand.class,
            BenchCommand.class
        })
public final class Main implements Runnable {
    /** Done. */
    static final int DONE = 0;
    /** The program failed. */
    static final int FAILED = 1;
    /** The input or the usage was at fault. */
    static final int FAULT = 2;

    /** The program's name and version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Orbifold " + Program.version()};
        }
    }

    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs the program. */
    public static void main(String[] args) {
        ErrorLog.install();
        System.setProperty("java.awt.headless", "true");
        ComputeProcess.endWithParent();
        Optional<Path> session = session(args);
        if (args.length > 0 && session.isEmpty()) {
            System.exit(run(args));
        }
        Optional<CudaDevice> device = ComputeProcess.deviceFor(new ComputeOptions());
        if (device.isPresent()) {
            System.exit(ComputeProcess.run(device.get(), args));
        }
        WindowOrTour.open(session);
    }

    /** The session that is to be opened in the window, where nothing else is on the command line. */
    private static Optional<Path> session(String[] args) {
        return args.length == 1 && args[0].endsWith(SessionStore.EXTENSION)
                ? Optional.of(Path.of(args[0]))
                : Optional.empty();
    }

    /** Runs a command line and returns its exit status. */
    static int run(String... args) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.getSubcommands().get("transform").setOverwrittenOptionsAllowed(true);
        try {
            return commandLine
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setExecutionStrategy(Main::execute)
                    .setParameterExceptionHandler(Main::misused)
                    .setExecutionExceptionHandler(Main::failed)
                    .execute(args);
        } catch (OutOfMemoryError e) {
            return fault(commandLine.getErr(), "this needs more memory than the program may take, " + Faults.memory());
        }
    }

    /** Runs the command here, or in a process for a GPU. */
    private static int execute(ParseResult parsed) {
        Optional<Integer> help = Optional.ofNullable(CommandLine.executeHelpRequest(parsed));
        if (help.isPresent()) {
            return help.get();
        }
        ParseResult leaf = parsed;
        while (leaf.hasSubcommand()) {
            leaf = leaf.subcommand();
        }
        try {
            OutputCheck.of(leaf);
        } catch (Fault fault) {
            return fault(leaf.commandSpec().commandLine().getErr(), fault.getMessage());
        }
        Optional<CudaDevice> device = leaf.commandSpec().mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(ComputeOptions.class::isInstance)
                .findFirst()
                .flatMap(options -> ComputeProcess.deviceFor((ComputeOptions) options));
        return device.isPresent() ? ComputeProcess.run(device.get(), args(parsed)) : new RunLast().execute(parsed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int misused(ParameterException exception, String[] args) {
        return fault(exception.getCommandLine().getErr(), exception.getMessage());
    }

    private static int failed(Exception exception, CommandLine commandLine, ParseResult result) {
        PrintWriter err = commandLine.getErr();
        if (exception instanceof Fault) {
            return fault(err, exception.getMessage());
        }
        if (exception instanceof CancellationException) {
            return fault(err, "cancelled");
        }
        Logger.getLogger(Main.class.getName()).log(Level.SEVERE, String.join(" ", List.of(args(result))), exception);
        err.println("orbifold: internal failure (" + exception.getClass().getSimpleName() + "); the detail is in "
                + ErrorLog.file());
        return FAILED;
    }

    private static String[] args(ParseResult result) {
        return result.originalArgs().toArray(String[]::new);
    }

    private static int fault(PrintWriter err, String message) {
        err.println("orbifold: " + new Fault(message).getMessage());
        err.flush();
        return FAULT;
    }
}
