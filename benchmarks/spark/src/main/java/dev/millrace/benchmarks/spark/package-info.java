/** Millrace beside Spark Streaming and MLlib. */
package dev.millrace.benchmarks.spark;
