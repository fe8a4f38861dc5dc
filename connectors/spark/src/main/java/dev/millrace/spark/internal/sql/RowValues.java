package dev.millrace.spark.internal.sql;

import dev.millrace.core.sql.SqlRowWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Takes one row after the other. Used by one thread. */
final class RowValues implements SqlRowWriter {
  private final int width;
  private Object[] values;
  private int next;

  RowValues(int width) {
    this.width = width;
  }

  void begin() {
    values = new Object[width];
    next = 0;
  }

  Row row() {
    return RowFactory.create(values);
  }

  private void add(Object value) {
    values[next++] = value;
  }

  @Override
  public void missing() {
    add(null);
  }

  @Override
  public void bool(boolean value) {
    add(value);
  }

  @Override
  public void int32(int value) {
    add(value);
  }

  @Override
  public void int64(long value) {
    add(value);
  }

  @Override
  public void float64(double value) {
    add(value);
  }

  @Override
  public void decimal(BigDecimal value) {
    add(value);
  }

  @Override
  public void text(String value) {
    add(value);
  }

  @Override
  public void timestamp(long micros) {
    add(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  @Override
  public void date(long epochDay) {
    add(LocalDate.ofEpochDay(epochDay));
  }
}
