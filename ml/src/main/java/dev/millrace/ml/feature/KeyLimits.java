package dev.millrace.ml.feature;

import java.io.Serializable;

/**
 * How much a part that remembers keys may hold.
 *
 * @param maxKeys how many keys
 * @param maxBytes how many bytes, by its own rule
 */
record KeyLimits(int maxKeys, long maxBytes) implements Serializable {}
