package dev.millrace.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of the launcher, to its end.
 *
 * @param err what it wrote to standard error
 */
record Launch(int code, String out, String err) {
  /** The repository. */
  static final Path TREE = Path.of("../..").toAbsolutePath().normalize();

  /** The distribution, as the build leaves it. */
  static final Path UNPACKED = Path.of("target/millrace").toAbsolutePath();

  private static final long LIMIT_SECONDS = 120;

  /** Runs a launcher in a directory; {@code environment} is added to this process's. */
  static Launch of(Path launcher, Path directory, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    Path out = Files.createTempFile("stdout", ".txt");
    Path err = Files.createTempFile("stderr", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().remove("MILLRACE_CLASSPATH");
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still running after " + LIMIT_SECONDS + " s");
      }
      return new Launch(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }

  static Launch unpacked(Path directory, String... args) throws IOException, InterruptedException {
    return of(UNPACKED.resolve("bin/millrace"), directory, Map.of(), args);
  }
}
