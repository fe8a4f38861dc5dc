/** Keyed state where executors keep it: in their memory, and in files for when one is lost. */
package dev.millrace.spark.internal.state;
