package dev.millrace.parquet;

/**
 * What is wrong with the row at hand; a row is read to its end whatever is wrong, so that the next
 * one begins where it should. Used by one thread.
 */
final class RowFaults {
  /** What an object, or its place in one that holds it, takes, about. */
  private static final int OBJECT_BYTES = 16;

  private final int maxBytes;
  private IllegalArgumentException first;
  private long bytes;

  /**
   * @param maxBytes what the elements of a row's lists and maps may take
   */
  RowFaults(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  void nextRow() {
    first = null;
    bytes = 0;
  }

  boolean any() {
    return first != null;
  }

  /**
   * @param path of the column; empty for the row as a whole
   */
  void report(String path, RuntimeException cause) {
    if (first == null) {
      String column = path.isEmpty() ? "" : "column '" + path + "': ";
      first = new IllegalArgumentException(column + cause.getMessage(), cause);
    }
  }

  void report(String path, String reason) {
    report(path, new IllegalArgumentException(reason));
  }

  /**
   * @throws IllegalArgumentException what was reported first
   */
  void check() {
    if (first != null) {
      throw first;
    }
  }

  /** The value, or its absence; null, once that is reported, where it has no place. */
  Object placed(String path, Presence presence, Object value) {
    try {
      return presence.of(value);
    } catch (IllegalArgumentException e) {
      report(path, e);
      return null;
    }
  }

  /**
   * What is made of a single value, or of null; null, once that is reported, where it cannot be.
   */
  Object adapted(String path, Assembly.Scalar scalar, Object value) {
    try {
      return scalar.value(value);
    } catch (IllegalArgumentException e) {
      report(path, e);
      return null;
    }
  }

  /** What is made of a struct; null where the row has a fault already, or gets one. */
  Object made(String path, Assembly.Struct struct, Object[] values) {
    if (first != null) {
      return null;
    }
    try {
      return struct.presence().of(struct.make().apply(values));
    } catch (IllegalArgumentException e) {
      report(path, e);
      return null;
    }
  }

  /**
   * Counts an element of a list or a map, without what its texts, bytes, lists and maps hold.
   *
   * @param objects how many are made of it, as {@link Assembly#objects} says
   */
  void countElement(String path, int objects) {
    count(path, OBJECT_BYTES * objects);
  }

  /** Whether values take more than an object. */
  static boolean hasContent(ValueKind kind) {
    return kind == ValueKind.TEXT || kind == ValueKind.BYTES;
  }

  /** Counts what a value in a list or a map holds. */
  void countContent(String path, Object value) {
    if (value instanceof String text) {
      count(path, text.length());
    } else if (value instanceof byte[] array) {
      count(path, array.length);
    }
  }

  /** Reports when the row takes too much with so many bytes more. */
  void count(String path, int more) {
    bytes += more;
    if (bytes > maxBytes) {
      report(
          path,
          "the row's lists take more than "
              + maxBytes
              + " bytes; raise ParquetOptions.maxRecordBytes");
    }
  }
}
