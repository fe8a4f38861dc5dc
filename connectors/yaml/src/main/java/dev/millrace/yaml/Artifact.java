package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import java.util.function.Supplier;

/** What is optional: artifacts that are needed once a pipeline has a part of theirs. */
final class Artifact {
  private Artifact() {}

  /**
   * What is opened with an artifact.
   *
   * @param what needs it, for messages
   * @param artifact of the group dev.millrace
   * @throws ConfigurationException naming the artifact if it is not on the class path
   */
  static <T> T opened(String what, String artifact, Supplier<T> opening) {
    try {
      return opening.get();
    } catch (NoClassDefFoundError e) {
      throw new ConfigurationException(
          what
              + " needs dev.millrace:"
              + artifact
              + " and what it depends on; add them to the class path, for the millrace command by"
              + " MILLRACE_CLASSPATH",
          e);
    }
  }
}
