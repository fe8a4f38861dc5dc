package dev.millrace.spark;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.engine.NamedEngine;
import java.net.URI;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.SparkConf;

/**
 * {@link SparkEngine} as {@code "spark"}, on a Spark application of its own. Options:
 *
 * <ul>
 *   <li>{@code master}, for instance {@code local[2]} or {@code spark://host:7077}; default: what
 *       {@code spark-submit} says, or else {@code local[*]}
 *   <li>{@code state-directory}, see {@link SparkOptions}
 *   <li>anything that begins with {@code spark.}, a setting of Spark
 * </ul>
 */
public final class SparkNamedEngine implements NamedEngine {
  private static final String MASTER = "master";
  private static final String STATE_DIRECTORY = "state-directory";

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public EngineProvider provider(Map<String, String> options) {
    TreeSet<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeIf(
        option ->
            option.equals(MASTER) || option.equals(STATE_DIRECTORY) || option.startsWith("spark."));
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(
          "engine 'spark' has no option "
              + unknown
              + "; it has: "
              + MASTER
              + ", "
              + STATE_DIRECTORY
              + ", and Spark's own settings, spark.…");
    }
    SparkOptions settings = settings(options.get(STATE_DIRECTORY));
    return EngineProvider.shipping(() -> SparkEngine.open(conf(options), settings));
  }

  private static SparkOptions settings(String directory) {
    if (directory == null) {
      return SparkOptions.defaults();
    }
    try {
      return SparkOptions.defaults().withStateDirectory(URI.create(directory));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "option state-directory of engine 'spark' must be a URI, got '" + directory + "'", e);
    }
  }

  private static SparkConf conf(Map<String, String> options) {
    SparkConf conf = new SparkConf();
    options.forEach(
        (option, value) -> {
          if (option.startsWith("spark.")) {
            conf.set(option, value);
          }
        });
    if (options.containsKey(MASTER)) {
      conf.setMaster(retrying(options.get(MASTER)));
    }
    return conf.setIfMissing("spark.master", "local[*,3]")
        .setIfMissing("spark.app.name", "millrace");
  }

  /** A local master runs a failed task again only if it says how often. */
  private static String retrying(String master) {
    if (master.equals("local")) {
      return "local[1,3]";
    }
    boolean plain = master.matches("local\\[[^,\\]]+]");
    return plain ? master.replace("]", ",3]") : master;
  }
}
