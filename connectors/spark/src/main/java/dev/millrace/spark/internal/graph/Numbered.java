package dev.millrace.spark.internal.graph;

/** A vertex by its number, and something about it. */
public record Numbered<T>(long vertex, T value) {}
