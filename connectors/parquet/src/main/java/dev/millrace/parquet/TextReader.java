package dev.millrace.parquet;

import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;

/**
 * Reads texts. A page with a dictionary gives the same Binary for the same text, so a small table
 * remembers the last String of each. Used by one thread.
 */
final class TextReader implements ParquetColumn.Reader {
  private static final int SLOTS = 1024;

  private final Binary[] keys = new Binary[SLOTS];
  private final String[] texts = new String[SLOTS];

  @Override
  @SuppressWarnings("ReferenceEquality") // the same object, not an equal one
  public Object read(ColumnReader column) {
    Binary binary = column.getBinary();
    int hash = System.identityHashCode(binary);
    int slot = (hash ^ (hash >>> 10)) & (SLOTS - 1);
    if (keys[slot] == binary) {
      return texts[slot];
    }
    String text = binary.toStringUsingUTF8();
    keys[slot] = binary;
    texts[slot] = text;
    return text;
  }
}
