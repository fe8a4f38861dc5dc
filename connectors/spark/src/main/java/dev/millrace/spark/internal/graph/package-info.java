/** Graphs as batches: vertices by numbers, so that they can be joined and ordered. */
package dev.millrace.spark.internal.graph;
