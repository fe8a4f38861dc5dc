package dev.millrace.spark.internal.graph;

/** The vertices that a vertex has edges to, one that has several of them several times. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Targets(long vertex, long[] to) {}
