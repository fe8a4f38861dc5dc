package dev.millrace.cli;

import dev.millrace.core.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** How the program was called, and what it is made of. */
final class Program {
  private Program() {}

  /** {@code ./millrace}, as the launcher says and a shell understands, or {@code millrace}. */
  static String name() {
    String command = System.getProperty("millrace.command", "millrace");
    return command.contains(" ") ? '"' + command + '"' : command;
  }

  /**
   * The program's jar, those that its manifest names or, in a distribution, that stand beside it,
   * and the engine's that the launcher has put on the class path, for JVMs elsewhere, which have
   * jars of Spark and log in their own way.
   *
   * @throws ConfigurationException if it does not run from its jar
   */
  static List<Path> jars() throws IOException {
    Path home = home();
    if (!Files.isRegularFile(home)) {
      throw new ConfigurationException(
          "a cluster needs the program's jars, but it runs from " + home + "; start ./millrace");
    }
    Set<Path> jars = new LinkedHashSet<>(List.of(home));
    try (JarFile jar = new JarFile(home.toFile())) {
      String others = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      for (String other : others.split(" ", -1)) {
        jars.add(home.resolveSibling(other));
      }
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath().normalize();
      if (home.getParent().equals(path.getParent())
          || path.getFileName().toString().matches("millrace-.*\\.jar")) {
        jars.add(path);
      }
    }
    jars.removeIf(
        jar -> jar.getFileName().toString().startsWith("slf4j-") || !Files.isRegularFile(jar));
    return List.copyOf(jars);
  }

  private static Path home() {
    try {
      return Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a code source is a URI", e);
    }
  }
}
