package dev.millrace.jdbc;

import dev.millrace.core.Batch;
import dev.millrace.core.SinkException;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.sink.StagedBatches;
import dev.millrace.core.sql.SqlTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stages in files, publishes in one transaction each. */
final class JdbcSinkWriter<T> implements SinkWriter<T> {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcSinkWriter.class);

  private final SqlTable<T> columns;
  private final StagedBatches staging;
  private final Pool pool;
  private final Patience<SinkException> patience;
  private final RowWriter rows;
  private final Ledger ledger;

  /** All batches before it are in the database. */
  private long next;

  private JdbcSinkWriter(
      SqlTable<T> columns,
      StagedBatches staging,
      Pool pool,
      Patience<SinkException> patience,
      RowWriter rows,
      Ledger ledger) {
    this.columns = columns;
    this.staging = staging;
    this.pool = pool;
    this.patience = patience;
    this.rows = rows;
    this.ledger = ledger;
  }

  static <T> JdbcSinkWriter<T> open(
      JdbcOptions options,
      String table,
      SqlTable<T> columns,
      List<String> key,
      StagedBatches staging,
      SinkContext context)
      throws Exception {
    String sink = context.pipeline() + "/" + context.name();
    Patience<SinkException> patience = new Patience<>(options, SinkException::new);
    Pool pool = Pool.of(options);
    try {
      JdbcSinkWriter<T> writer =
          patience.await(
              "opening the sink for the table '" + table + "'",
              () -> {
                try (Connection connection = pool.connect()) {
                  RowWriter rows =
                      RowWriter.of(
                          Table.of(connection, table), columns.columns(), key, options.fetchRows());
                  Ledger ledger = Ledger.open(connection, options.ledger(), sink);
                  return new JdbcSinkWriter<>(columns, staging, pool, patience, rows, ledger);
                }
              });
      patience.await("claiming the sink '" + sink + "'", () -> writer.claim(context, table));
      return writer;
    } catch (Exception e) {
      pool.close();
      throw e;
    }
  }

  private long claim(SinkContext context, String table) throws SQLException, IOException {
    try (Connection connection = pool.connect()) {
      connection.setAutoCommit(false);
      OptionalLong known = ledger.claim(connection);
      next = known.orElse(context.committed() + 1);
      if (known.isEmpty()) {
        staging.requireNoneCommitted(
            context, ledger.toString(), "insert it with that as next_batch");
        ledger.begin(connection, next);
      } else {
        compare(context, table);
      }
      connection.commit();
      return next;
    }
  }

  private void compare(SinkContext context, String table) {
    if (context.committed() < 0 && next > 0) {
      throw new SinkException(
          "the pipeline starts afresh, but its batches until "
              + (next - 1)
              + " are in the table '"
              + table
              + "' from an earlier run; start with the checkpoint of that run, give the pipeline"
              + " another name, or, to have new batches beside the old, delete "
              + ledger);
    }
    if (next > context.committed() + 1) {
      LOG.warn(
          "batches {} to {} were published, but the checkpoint ends with {}; they are computed, and"
              + " not published, again",
          context.committed() + 1,
          next - 1,
          context.committed());
    }
  }

  @Override
  public void stage(long batchId, Batch<T> batch) throws IOException {
    if (batchId < next) {
      return;
    }
    SqlTable<T> table = columns;
    List<StagedBatches.Part> parts = new ArrayList<>();
    parts.add(RowEncoder.header(table.columns()));
    parts.addAll(batch.runPartitions((partition, values) -> RowEncoder.encode(table, values)));
    if (parts.stream().anyMatch(part -> part.rows() > 0)) {
      staging.write(batchId, parts);
    }
  }

  @Override
  public void publish(long batchId) throws Exception {
    staging.publish(batchId, this::publish);
  }

  private void publish(long batchId, Path file) throws Exception {
    StagedBatches.Content staged = StagedBatches.read(file);
    RowEncoder.requireHeader(staged.bytes(), columns.columns(), batchId);
    patience.await(
        "writing batch " + batchId + ", staged in " + file + ",", () -> write(batchId, staged));
    next = batchId + 1;
  }

  /** Whether an earlier try was committed is not known; the ledger says so. */
  private boolean write(long batchId, StagedBatches.Content staged) throws SQLException {
    try (Connection connection = pool.connect()) {
      connection.setAutoCommit(false);
      boolean isNew = ledger.advance(connection, batchId);
      if (isNew) {
        rows.write(connection, staged.rows(), staged.bytes().duplicate());
      }
      connection.commit();
      return isNew;
    }
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    staging.discard(firstBatchId);
  }

  @Override
  public void close() {
    pool.close();
  }
}
