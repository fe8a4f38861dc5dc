package dev.millrace.core.engine;

import dev.millrace.core.ConfigurationException;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Makes the engine of a pipeline; what {@code StreamingConfig.withEngine} takes. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * config.withEngine(() -> LocalEngine.withThreads(2));
 * config.withEngine(EngineProvider.named("spark", Map.of("master", "local[2]")));
 * }</pre>
 */
@FunctionalInterface
public interface EngineProvider {
  /** A new engine; called when the pipeline starts, which closes it when it ends. */
  Engine create();

  /**
   * Whether the engine sends functions to other JVMs. If so, every function, codec and source is
   * checked when it is given to the pipeline, so that one that cannot be serialized fails at the
   * line that passes it.
   */
  default boolean shipsFunctions() {
    return false;
  }

  /** The provider of an engine that sends functions to other JVMs. */
  static EngineProvider shipping(Supplier<? extends Engine> engines) {
    Objects.requireNonNull(engines, "engines");
    return new EngineProvider() {
      @Override
      public Engine create() {
        return engines.get();
      }

      @Override
      public boolean shipsFunctions() {
        return true;
      }
    };
  }

  /**
   * The provider that a {@link NamedEngine} on the class path gives.
   *
   * @param options as the engine documents them
   * @throws ConfigurationException when no engine has that name, or it refuses the options
   */
  static EngineProvider named(String name, Map<String, String> options) {
    Map<String, NamedEngine> found = new TreeMap<>();
    for (NamedEngine engine : ServiceLoader.load(NamedEngine.class)) {
      found.putIfAbsent(engine.name(), engine);
    }
    NamedEngine engine = found.get(name);
    if (engine == null) {
      throw new ConfigurationException(
          "no engine is named '"
              + name
              + "'; on the class path there are: "
              + String.join(", ", found.keySet())
              + "; add the artifact of the engine, for instance millrace-spark");
    }
    return engine.provider(Map.copyOf(options));
  }
}
