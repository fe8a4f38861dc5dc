package dev.millrace.core.sql;

import java.math.BigDecimal;

/**
 * Takes one row, value by value in the order of the columns, each by the method of the column's
 * type or by {@link #missing}. Used by one thread.
 */
public interface SqlRowWriter {
  /** NULL, in a column of any type. */
  void missing() throws Exception;

  void bool(boolean value) throws Exception;

  void int32(int value) throws Exception;

  void int64(long value) throws Exception;

  void float64(double value) throws Exception;

  /**
   * @param value of scale 18 and at most 38 digits
   */
  void decimal(BigDecimal value) throws Exception;

  void text(String value) throws Exception;

  /**
   * @param micros since 1970, UTC
   */
  void timestamp(long micros) throws Exception;

  /**
   * @param epochDay days since 1970-01-01
   */
  void date(long epochDay) throws Exception;
}
