package dev.millrace.core;

import java.io.Serializable;

/** Two values that belong together: what a join gives for a key. */
public record Pair<L, R>(L left, R right) implements Serializable {}
