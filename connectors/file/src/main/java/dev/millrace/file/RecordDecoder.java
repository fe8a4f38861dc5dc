package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;

/** Turns the bytes of one record into a value. Used by one thread. */
interface RecordDecoder<T> {
  /** Decodes {@code bytes[from, to)}, the record without its line end. */
  T decode(byte[] bytes, int from, int to) throws BadRecordException;
}
