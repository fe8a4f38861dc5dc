package dev.millrace.core.sql;

import dev.millrace.core.Batch;
import dev.millrace.core.row.Row;
import java.util.List;

/** One query of one run of a pipeline. Used by the driver's thread. */
public interface SqlQuery extends AutoCloseable {
  /**
   * Checks the query against the columns of {@code batch}.
   *
   * @throws dev.millrace.core.ConfigurationException in one line, with the columns there are
   */
  void check(List<SqlColumn> columns);

  /**
   * Runs the query over a batch; not lazily. An empty batch is an empty table.
   *
   * @return made with {@link SqlRowBuilder}; in the order that the query asks for
   * @throws dev.millrace.core.ConfigurationException as {@code check} does
   * @throws dev.millrace.core.MillraceException when it fails on these values, in one line
   */
  <T> Batch<Row> run(Batch<T> batch, SqlTable<T> table) throws Exception;

  @Override
  void close();
}
