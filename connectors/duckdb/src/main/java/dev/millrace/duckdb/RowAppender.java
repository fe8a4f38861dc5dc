package dev.millrace.duckdb;

import dev.millrace.core.sql.SqlRowWriter;
import java.math.BigDecimal;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/** Fills rows of a table by DuckDB's appender, which writes straight into its columns' memory. */
record RowAppender(DuckDBAppender appender) implements SqlRowWriter {
  @Override
  public void missing() throws SQLException {
    appender.appendNull();
  }

  @Override
  public void bool(boolean value) throws SQLException {
    appender.append(value);
  }

  @Override
  public void int32(int value) throws SQLException {
    appender.append(value);
  }

  @Override
  public void int64(long value) throws SQLException {
    appender.append(value);
  }

  @Override
  public void float64(double value) throws SQLException {
    appender.append(value);
  }

  @Override
  public void decimal(BigDecimal value) throws SQLException {
    appender.append(value);
  }

  @Override
  public void text(String value) throws SQLException {
    appender.append(value);
  }

  @Override
  public void timestamp(long micros) throws SQLException {
    appender.appendEpochMicros(micros);
  }

  @Override
  public void date(long epochDay) throws SQLException {
    appender.appendEpochDays(Math.toIntExact(epochDay));
  }
}
