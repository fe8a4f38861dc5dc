package dev.millrace.spark.internal.graph;

/** An edge between vertices by their numbers. */
public record Link(long from, long to) {}
