/** The command line, and {@link org.orbifold.cli.Main}, which opens the workbench when no command is given. */
package org.orbifold.cli;
