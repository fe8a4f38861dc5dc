package dev.millrace.core.engine;

import java.util.Map;

/**
 * A kind of engine that can be asked for by name, as on a command line: {@code --engine spark}.
 * Found by {@link java.util.ServiceLoader}: an artifact lists its implementation, which has a
 * public constructor without parameters, in {@code
 * META-INF/services/dev.millrace.core.engine.NamedEngine}.
 */
public interface NamedEngine {
  /** In lower case, for instance {@code "spark"}. */
  String name();

  /**
   * Called on the driver; makes no engine yet.
   *
   * @param options by name, for instance {@code master}
   * @throws dev.millrace.core.ConfigurationException when there is an option that the engine does
   *     not know, or a value that it does not take
   */
  EngineProvider provider(Map<String, String> options);
}
