package dev.millrace.core.window;

import java.io.Serializable;
import java.time.Instant;

/**
 * What a window of a key gives. A result replaces those of the same key and window with lower
 * revisions.
 *
 * @param start inclusive
 * @param end exclusive
 * @param value what the records of the window come to; of a {@linkplain Firing#RETRACTED retracted}
 *     one, those that it had when its batch began
 * @param revision how many results the window had given before, from 0
 */
public record WindowResult<K, R>(
    K key, Instant start, Instant end, R value, Firing firing, int revision)
    implements Serializable {}
