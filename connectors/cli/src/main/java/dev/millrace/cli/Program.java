package dev.millrace.cli;

import dev.millrace.core.ConfigurationException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** How the program was called, and what it is made of. */
final class Program {
  private Program() {}

  /** {@code ./millrace}, as the launcher says, or {@code millrace}. */
  static String name() {
    return System.getProperty("millrace.command", "millrace");
  }

  /**
   * The program's jar and those that its manifest names, for JVMs elsewhere, which log in their own
   * way.
   *
   * @throws ConfigurationException if it does not run from its jar
   */
  static List<Path> jars() throws IOException {
    Path home = home();
    if (!Files.isRegularFile(home)) {
      throw new ConfigurationException(
          "a cluster needs the program's jars, but it runs from " + home + "; start ./millrace");
    }
    List<Path> jars = new ArrayList<>(List.of(home));
    try (JarFile jar = new JarFile(home.toFile())) {
      String others = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      for (String other : others.split(" ", -1)) {
        if (!other.contains("slf4j")) {
          jars.add(home.resolveSibling(other));
        }
      }
    }
    return jars;
  }

  private static Path home() {
    try {
      return Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a code source is a URI", e);
    }
  }
}
