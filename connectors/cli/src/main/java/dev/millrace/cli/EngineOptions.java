package dev.millrace.cli;

import dev.millrace.core.engine.EngineProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which engine computes, and where. */
final class EngineOptions {
  static final String LOCAL = "local";
  private static final String SPARK = "spark";
  private static final String UI = "spark.ui.enabled";
  private static final String MASTER = "master";
  private static final String JARS = "spark.jars";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = LOCAL,
      description = "What computes: local, this process, or spark. Default ${DEFAULT-VALUE}.")
  private String engine;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Of --engine spark: local[2], spark://host:7077 …; default local[*], all cores.")
  private String master;

  /**
   * The engine that was asked for; empty for the one of this process.
   *
   * @param work where executors may keep state, on a disk that all of them see
   * @throws dev.millrace.core.ConfigurationException if it is not on the class path
   */
  Optional<EngineProvider> provider(Path work) throws IOException {
    Usage.require(
        command,
        master == null || engine.equals(SPARK),
        "--master is for --engine spark, but the engine is " + engine);
    return engine.equals(LOCAL)
        ? Optional.empty()
        : Optional.of(EngineProvider.named(engine, settings(work)));
  }

  private Map<String, String> settings(Path work) throws IOException {
    return completed(engine, master == null ? Map.of() : Map.of(MASTER, master), work);
  }

  /**
   * What an engine is told, with what only this program knows.
   *
   * @param given what somebody said
   * @param work as of {@link #provider}
   */
  static Map<String, String> completed(String engine, Map<String, String> given, Path work)
      throws IOException {
    Map<String, String> settings = new LinkedHashMap<>(given);
    if (!engine.equals(SPARK)) {
      return settings;
    }
    // spark-submit says by a property which master it was given.
    String url = given.getOrDefault(MASTER, System.getProperty("spark.master", LOCAL));
    if (!url.startsWith(LOCAL)) {
      settings.putIfAbsent("state-directory", work.toAbsolutePath().toUri().toString());
      settings.putIfAbsent(JARS, jars());
    } else if (System.getProperty(UI) == null) {
      // Pages of an application that ends with the data are for those alone who ask for them.
      settings.putIfAbsent(UI, "false");
    }
    return settings;
  }

  /** Those of the program, and those that {@code spark-submit} was given beside them. */
  private static String jars() throws IOException {
    String given = System.getProperty(JARS, "");
    return Stream.concat(
            Program.jars().stream().map(Path::toString),
            Stream.of(given.split(",", -1)).filter(jar -> !jar.isEmpty()))
        .distinct()
        .collect(Collectors.joining(","));
  }
}
