package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs processes with their system calls written down, or failing. */
final class Strace {
  private Strace() {}

  /** Where one process may not trace another, the storage of {@link PowerLossTest} is all. */
  static void require() throws IOException, InterruptedException {
    boolean there = execute("sh", "-c", "command -v strace") == 0;
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(there, "skipped: there is no strace; install it with apt-get install strace");
    }
    assertTrue(there, "there is no strace; install it with apt-get install strace");
    assumeTrue(
        execute("strace", "-f", "-qq", "true") == 0,
        "skipped: this machine does not let a process trace another (ptrace)");
  }

  /**
   * What a process is started under.
   *
   * @param log where the calls go
   * @param calls separated by commas
   */
  static List<String> tool(Path log, String calls, String... options) {
    List<String> tool = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", log.toString()));
    tool.addAll(List.of("-e", "trace=" + calls));
    tool.addAll(List.of(options));
    return tool;
  }

  /** The exit code of a command. */
  static int execute(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
