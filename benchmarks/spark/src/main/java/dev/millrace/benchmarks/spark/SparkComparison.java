package dev.millrace.benchmarks.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Spark Streaming with MLlib, Millrace on Spark and Millrace alone, side by side in one JVM; prints
 * tables in Markdown.
 *
 * <pre>{@code
 * SparkComparison [learning] [passes] [words] [state] [overhead] [keys] [width] [cluster]
 * }</pre>
 */
public final class SparkComparison {
  private static final List<String> ALL =
      List.of("learning", "passes", "words", "state", "overhead", "keys", "width", "cluster");

  private SparkComparison() {}

  /** Runs what is named, or everything. */
  public static void main(String[] arguments) throws Exception {
    List<String> wanted = arguments.length == 0 ? ALL : List.of(arguments);
    if (!ALL.containsAll(wanted)) {
      System.err.println("expected some of " + ALL + ", got " + wanted);
      System.exit(2);
    }
    run(wanted, new Scenarios(Effort.full(), System.out));
  }

  static void run(List<String> wanted, Scenarios scenarios) throws Exception {
    Path directory = Files.createTempDirectory("millrace-spark");
    try {
      if (wanted.stream().anyMatch(name -> !name.equals("cluster"))) {
        try (Sides sides = Sides.local(directory)) {
          for (String name : wanted) {
            local(name, scenarios, sides);
          }
        }
      }
      if (wanted.contains("cluster")) {
        scenarios.cluster(directory);
      }
    } finally {
      delete(directory);
    }
  }

  private static void local(String name, Scenarios scenarios, Sides sides) throws Exception {
    switch (name) {
      case "learning" -> scenarios.learning(sides);
      case "passes" -> scenarios.passes(sides);
      case "words" -> scenarios.words(sides);
      case "state" -> scenarios.state(sides);
      case "overhead" -> scenarios.overhead(sides);
      case "keys" -> scenarios.keys(sides);
      case "width" -> scenarios.width(sides);
      default -> {}
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
