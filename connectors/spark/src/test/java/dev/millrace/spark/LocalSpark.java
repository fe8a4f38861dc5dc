package dev.millrace.spark;

import java.net.URI;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The Spark application that all tests of a JVM share; two threads, three tries per task. */
final class LocalSpark {
  private static final JavaSparkContext CONTEXT =
      new JavaSparkContext(
          new SparkConf()
              .setMaster("local[2,3]")
              .setAppName("tests")
              .set("spark.ui.enabled", "false")
              .set("spark.driver.host", "127.0.0.1")
              .set("spark.driver.bindAddress", "127.0.0.1")
              .set("spark.sql.warehouse.dir", Path.of("target/warehouse").toUri().toString()));

  private LocalSpark() {}

  static JavaSparkContext context() {
    return CONTEXT;
  }

  static SparkSession session() {
    return SparkSession.builder().getOrCreate();
  }

  static SparkEngine engine() {
    return SparkEngine.on(CONTEXT, SparkOptions.defaults());
  }

  /** State goes through files too. */
  static SparkEngine engine(Path directory) {
    URI uri = directory.toUri();
    return SparkEngine.on(CONTEXT, SparkOptions.defaults().withStateDirectory(uri));
  }
}
