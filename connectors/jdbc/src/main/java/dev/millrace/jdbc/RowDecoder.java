package dev.millrace.jdbc;

import java.sql.ResultSet;
import java.util.List;

/** Makes values of rows. Immutable and thread-safe. */
interface RowDecoder<T> {
  /** What has to be selected. */
  List<String> columns();

  /**
   * Whatever it throws is the reason why the row is a bad one, unless the database is away.
   *
   * @param first the number of the first of the columns
   */
  T decode(ResultSet row, int first) throws Exception;
}
