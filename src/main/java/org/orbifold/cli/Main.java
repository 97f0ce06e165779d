package org.orbifold.cli;

import org.orbifold.ui.Workbench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: a command line, and the workbench when no command is given. */
@Command(name = "orbifold", mixinStandardHelpOptions = true, version = "Orbifold 0.1.0")
public final class Main implements Runnable {
    private Main() {}

    /** Runs the program. */
    public static void main(String[] args) {
        int status = new CommandLine(new Main()).execute(args);
        System.exit(status);
    }

    @Override
    public void run() {
        Workbench.open();
    }
}
