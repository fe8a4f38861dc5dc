package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Tells Jupyter how to start the Java kernel of this installation. */
final class KernelSpec {
  private static final String MAIN = "dev.millrace.jupyter.Main";
  private static final String OPTIONS = "MILLRACE_JAVA_OPTS";

  private KernelSpec() {}

  /**
   * Writes {@code kernels/millrace/kernel.json}.
   *
   * @param directory one of those that Jupyter looks for data in
   * @throws ConfigurationException if the kernel is not on the class path, or this Java has no
   *     compiler for its cells
   */
  static Path write(Path directory) throws IOException {
    if (KernelSpec.class.getResource("/" + MAIN.replace('.', '/') + ".class") == null) {
      throw new ConfigurationException(
          "notebooks need millrace-jupyter, which is not on the class path; start ./millrace");
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
      throw new ConfigurationException(
          "notebooks need a JDK, which "
              + java
              + " is not of: install JDK 17 or newer, or set JAVA_HOME");
    }
    ObjectNode spec = Json.object();
    ArrayNode command = spec.putArray("argv");
    command.add(java.toString());
    command.add("-XX:+UseSerialGC").add("-Xshare:auto");
    options().forEach(command::add);
    command.add("-cp").add(classPath()).add(MAIN).add("{connection_file}");
    spec.put("display_name", "Java (Millrace)");
    spec.put("language", "java");
    spec.put("interrupt_mode", "message");
    Path kernel = Files.createDirectories(directory.resolve("kernels").resolve("millrace"));
    return Files.writeString(kernel.resolve("kernel.json"), spec.toPrettyString() + "\n");
  }

  private static List<String> options() {
    String options = System.getenv(OPTIONS);
    return options == null || options.isBlank()
        ? List.of()
        : List.of(options.strip().split("\\s+", -1));
  }

  /** A notebook's kernel starts in the notebook's directory. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
