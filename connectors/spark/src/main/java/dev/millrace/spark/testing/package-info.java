/** Starts what tests and benchmarks of pipelines on Spark need. */
package dev.millrace.spark.testing;
