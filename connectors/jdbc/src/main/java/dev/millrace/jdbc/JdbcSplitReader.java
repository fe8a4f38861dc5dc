package dev.millrace.jdbc;

import dev.millrace.core.SourceException;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.SplitReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the rows of one range: those at hand, or else from the database. */
final class JdbcSplitReader<T> implements SplitReader<T> {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcSplitReader.class);

  private final JdbcOptions options;
  private final LayoutFinder<T> layouts;
  private final OffsetRange range;
  private final Optional<ReadRows.Part<T>> atHand;
  private final Patience<SourceException> patience;
  private long rows;

  /**
   * @param atHand the rows, where the planner has read them here
   */
  JdbcSplitReader(
      JdbcOptions options,
      LayoutFinder<T> layouts,
      OffsetRange range,
      Optional<ReadRows.Part<T>> atHand) {
    this.options = options;
    this.layouts = layouts;
    this.range = range;
    this.atHand = atHand;
    this.patience = new Patience<>(options, SourceException::new);
  }

  /** Looks up what there is to read. */
  @FunctionalInterface
  interface LayoutFinder<T> {
    Layout<T> find(Connection connection) throws SQLException;
  }

  @Override
  public void read(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
    if (atHand.isPresent()) {
      atHand.get().emit(out, rejects);
    } else {
      query(out, rejects);
    }
  }

  private void query(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
    try (Pool pool = Pool.of(options)) {
      patience.await(what(), () -> read(pool, out, rejects));
    }
    if (rows != range.records()) {
      LOG.warn(
          "{} has {} rows behind {} up to {}, and had {} when the batch was planned; rows came late,"
              + " were changed or removed. See JdbcSource.withLag",
          range.split(),
          rows,
          range.from().value(),
          range.until().value(),
          range.records());
    }
  }

  private String what() {
    return "reading '" + range.split() + "' behind " + range.from().value();
  }

  /** Fails for good once a row was handed on; the whole range can then be read again. */
  private boolean read(Pool pool, Emitter<? super T> out, Emitter<DeadLetter> rejects)
      throws Exception {
    try (Connection connection = pool.connect()) {
      Layout<T> layout = layouts.find(connection);
      Place from = Place.of(range.from(), layout.order().width());
      Place until = Place.of(range.until(), layout.order().width());
      layout.table().dialect().beginReading(connection);
      try (PreparedStatement statement = connection.prepareStatement(layout.select(from, until))) {
        statement.setFetchSize(options.fetchRows());
        layout.order().bind(statement, from, until);
        try (ResultSet row = statement.executeQuery()) {
          RowReader<T> reader = new RowReader<>(range.split(), layout);
          while (row.next()) {
            rows++;
            reader.read(row, out, rejects);
          }
        }
      }
      return true;
    } catch (SQLException e) {
      if (rows > 0) {
        throw patience.failed(what(), e, "");
      }
      throw e;
    }
  }
}
