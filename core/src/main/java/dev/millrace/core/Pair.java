package dev.millrace.core;

/** Two values that belong together: what a join gives for a key. */
public record Pair<L, R>(L left, R right) {}
