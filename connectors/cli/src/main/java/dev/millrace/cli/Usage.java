package dev.millrace.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks what picocli cannot check by type alone. */
final class Usage {
  private static final int LAST_PORT = 65_535;

  private Usage() {}

  /** Throws what is reported as bad usage unless {@code ok}. */
  static void require(CommandSpec command, boolean ok, String message) {
    if (!ok) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  static void requirePort(CommandSpec command, int port) {
    require(
        command,
        port >= 0 && port <= LAST_PORT,
        "--port must be from 0 to " + LAST_PORT + ", got " + port);
  }
}
