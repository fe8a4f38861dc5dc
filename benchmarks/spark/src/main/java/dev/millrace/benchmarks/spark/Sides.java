package dev.millrace.benchmarks.spark;

import dev.millrace.spark.SparkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The three that are compared, and what they share: Spark Streaming and Millrace on one and the
 * same Spark application, and Millrace without Spark.
 */
final class Sides implements AutoCloseable {
  static final String SPARK = "Spark Streaming";
  static final String MILLRACE_ON_SPARK = "Millrace on Spark";
  static final String MILLRACE = "Millrace";

  private static final int THREADS = 2;

  private final JavaSparkContext context;
  private final SparkOptions options;
  private final Path directory;
  private int directories;

  private Sides(JavaSparkContext context, SparkOptions options, Path directory) {
    this.context = context;
    this.options = options;
    this.directory = directory;
  }

  /** Two threads each. */
  static Sides local(Path directory) {
    return new Sides(
        new JavaSparkContext(conf("local[" + THREADS + "]")), SparkOptions.defaults(), directory);
  }

  static Sides on(SparkConf conf, Path directory) {
    return new Sides(
        new JavaSparkContext(conf),
        SparkOptions.defaults().withStateDirectory(directory.resolve("state").toUri()),
        directory);
  }

  static SparkConf conf(String master) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("comparison")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1");
  }

  SparkStreams spark() {
    return SparkStreams.on(context);
  }

  MillraceStreams millraceOnSpark() {
    return MillraceStreams.on(context, options);
  }

  MillraceStreams millrace() {
    return MillraceStreams.local(THREADS);
  }

  /** An empty directory. */
  Path newDirectory() throws IOException {
    return Files.createDirectories(directory.resolve("run-" + directories++));
  }

  @Override
  public void close() {
    context.stop();
  }
}
