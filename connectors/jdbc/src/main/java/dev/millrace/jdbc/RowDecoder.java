package dev.millrace.jdbc;

import java.util.List;

/** Makes values of rows. Immutable and thread-safe. */
interface RowDecoder<T> {
  /** What has to be selected, in front of all else. */
  List<String> columns();

  /** How each of the columns is read. */
  List<FieldReader> fields();

  /**
   * Whatever it throws is the reason why the row is a bad one.
   *
   * @param values as the fields were read
   */
  T make(Object[] values) throws Exception;
}
