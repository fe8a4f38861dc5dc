package dev.millrace.file;

import dev.millrace.core.source.OffsetRange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands the bytes that the planner has just scanned to the readers of the same process, so that
 * nothing is read or decompressed twice. Holds what the last two plans planned and nobody has read
 * yet; a reader that finds nothing here reads the file. Thread-safe.
 */
final class ReadAhead<T> {
  /** The bytes of a range, and how to decode them. */
  record Chunk<T>(RangeBytes bytes, FileDecoding<T> decoding) {}

  private volatile Map<OffsetRange, Chunk<T>> current = new ConcurrentHashMap<>();
  private volatile Map<OffsetRange, Chunk<T>> previous = new ConcurrentHashMap<>();

  /** A new plan begins: what the plan before the last one planned is forgotten. */
  void advance() {
    if (!current.isEmpty()) {
      previous = current;
      current = new ConcurrentHashMap<>();
    }
  }

  void put(OffsetRange range, Chunk<T> chunk) {
    current.put(range, chunk);
  }

  /** The range's bytes, once; null when they are not here. */
  Chunk<T> take(OffsetRange range) {
    Chunk<T> chunk = current.remove(range);
    return chunk == null ? previous.remove(range) : chunk;
  }

  void clear() {
    current.clear();
    previous.clear();
  }
}
