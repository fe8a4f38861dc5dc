package dev.millrace.core.internal.engine;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.EngineExtension;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The extensions of a kind on the class path. Immutable and thread-safe. */
public final class Extensions<P extends EngineExtension> {
  private final String kind;
  private final String artifact;
  private final List<P> inOrder;

  private Extensions(String kind, String artifact, List<P> inOrder) {
    this.kind = kind;
    this.artifact = artifact;
    this.inOrder = inOrder;
  }

  /**
   * Looks for them, which takes a while.
   *
   * @param kind what each is, for messages
   * @param artifact that has one for every engine
   * @throws ConfigurationException when there is none
   */
  public static <P extends EngineExtension> Extensions<P> load(
      Class<P> type, String kind, String artifact) {
    List<P> found =
        ServiceLoader.load(type).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparingInt(EngineExtension::priority).reversed())
            .toList();
    if (found.isEmpty()) {
      throw new ConfigurationException(
          "this needs " + kind + ", and there is none on the class path; add " + artifact);
    }
    return new Extensions<>(kind, artifact, found);
  }

  /**
   * The one for an engine.
   *
   * @throws ConfigurationException when there is none
   */
  public P of(Engine engine) {
    for (P extension : inOrder) {
      if (extension.supports(engine)) {
        return extension;
      }
    }
    throw new ConfigurationException(
        "of "
            + kind
            + " on the class path none works with "
            + engine.getClass().getSimpleName()
            + "; add "
            + artifact
            + ", which works with any engine");
  }
}
