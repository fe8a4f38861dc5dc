package dev.millrace.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the launcher as a process of its own. */
final class Launcher {
  private static final long LIMIT_SECONDS = 120;

  private Launcher() {}

  /** The repository's launcher. */
  static Path path() {
    return Path.of("../../millrace").toAbsolutePath().normalize();
  }

  static ProcessBuilder process(Path launcher, Path directory, List<String> args) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(args);
    return new ProcessBuilder(command).directory(directory.toFile());
  }

  /** Runs to the end; {@code environment} is added to this process's. */
  static Run run(Path launcher, Path directory, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "stdout", ".txt");
    Path err = Files.createTempFile(directory, "stderr", ".txt");
    ProcessBuilder builder = process(launcher, directory, List.of(args));
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still running after " + LIMIT_SECONDS + " s");
      }
      return new Run(process.exitValue(), read(out), read(err));
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }

  static Run run(Path directory, String... args) throws IOException, InterruptedException {
    return run(path(), directory, Map.of(), args);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
