package dev.millrace.mllib;

import org.apache.spark.sql.SparkSession;

/** The Spark application that all tests of a JVM share. */
final class LocalSession {
  private static final SparkSession SESSION =
      SparkSession.builder()
          .master("local[2]")
          .appName("tests")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.shuffle.partitions", "2")
          .getOrCreate();

  private LocalSession() {}

  static SparkSession get() {
    return SESSION;
  }
}
