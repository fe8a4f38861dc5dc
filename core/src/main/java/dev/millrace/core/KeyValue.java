package dev.millrace.core;

import java.io.Serializable;

/**
 * A key and its value: the element of a {@link KeyedDStream}.
 *
 * <p>Keys decide where a record goes, so {@code hashCode} and {@code equals} of a key must say the
 * same in every JVM: strings, boxed numbers, enums (hashed by name) and records of those do; a
 * class that inherits {@code Object.hashCode} is refused with a {@link ConfigurationException}.
 */
public record KeyValue<K, V>(K key, V value) implements Serializable {}
