package dev.millrace.core.engine.local;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.engine.NamedEngine;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@link LocalEngine} as {@code "local"}. Its one option is {@code threads}, at least 1; default:
 * the number of cores.
 */
public final class LocalNamedEngine implements NamedEngine {
  private static final String THREADS = "threads";

  @Override
  public String name() {
    return "local";
  }

  @Override
  public EngineProvider provider(Map<String, String> options) {
    Set<String> unknown = new TreeSet<>(options.keySet());
    unknown.remove(THREADS);
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(
          "engine 'local' has no option " + unknown + "; it has: " + THREADS);
    }
    int threads = threads(options.get(THREADS));
    return () -> LocalEngine.withThreads(threads);
  }

  private static int threads(String text) {
    if (text == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    try {
      int threads = Integer.parseInt(text);
      if (threads >= 1) {
        return threads;
      }
    } catch (NumberFormatException e) {
      throw notANumber(text, e);
    }
    throw notANumber(text, null);
  }

  private static ConfigurationException notANumber(String text, Exception cause) {
    return new ConfigurationException(
        "option threads of engine 'local' must be a number of at least 1, got '" + text + "'",
        cause);
  }
}
