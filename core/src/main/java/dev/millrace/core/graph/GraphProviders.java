package dev.millrace.core.graph;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.engine.Engine;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The graph engines on the class path. */
final class GraphProviders {
  private GraphProviders() {}

  /**
   * Those there are, in order of priority.
   *
   * @throws ConfigurationException when there is none
   */
  static List<GraphProvider> all() {
    List<GraphProvider> found =
        ServiceLoader.load(GraphProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparingInt(GraphProvider::priority).reversed())
            .toList();
    if (found.isEmpty()) {
      throw new ConfigurationException(
          "graph operators need a graph engine, and there is none on the class path; add"
              + " dev.millrace:millrace-jgrapht");
    }
    return found;
  }

  static GraphProvider of(Engine engine) {
    return all().stream()
        .filter(provider -> provider.supports(engine))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "no graph engine on the class path works with "
                        + engine.getClass().getSimpleName()
                        + "; add dev.millrace:millrace-jgrapht, which works with any engine"));
  }
}
