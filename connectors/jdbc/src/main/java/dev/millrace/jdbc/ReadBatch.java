package dev.millrace.jdbc;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.DeadLetter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of a batch, and where they may be cut. Used by one thread. */
final class ReadBatch<T> {
  private final Layout<T> layout;
  private final Place reach;
  private final long limit;
  private final ReadRows<T> rows = new ReadRows<>();

  /** Of each of the rows, and of the first one behind them where there is one. */
  private final List<Object> keys = new ArrayList<>();

  private long bytes;

  private ReadBatch(Layout<T> layout, Place reach, long limit) {
    this.layout = layout;
    this.reach = reach;
    this.limit = limit;
  }

  /** What to read, and how. */
  record Query<T>(Layout<T> layout, RowReader<T> reader, int fetchRows) {
    /**
     * Reads rows behind {@code from} and not behind {@code reach}.
     *
     * @param limit most rows
     * @param mostBytes most bytes in memory, but for a single row
     */
    ReadBatch<T> read(Connection connection, Place from, Place reach, long limit, long mostBytes)
        throws Exception {
      ReadBatch<T> batch = new ReadBatch<>(layout, reach, limit);
      String sql = layout.select(from, reach) + " LIMIT ?";
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setFetchSize(fetchRows);
        statement.setLong(layout.order().bind(statement, from, reach), limit + 1);
        try (ResultSet row = statement.executeQuery()) {
          batch.fill(row, reader, mostBytes);
        }
      }
      return batch;
    }
  }

  private void fill(ResultSet row, RowReader<T> reader, long mostBytes) throws Exception {
    Emitter<T> values = rows::add;
    Emitter<DeadLetter> letters = rows::reject;
    boolean hasNext = row.next();
    while (hasNext && rows.size() < limit) {
      long more = reader.read(row, values, letters);
      reader.addKey(row, keys);
      if (bytes + more > mostBytes && rows.size() > 1) {
        rows.removeLast();
        return;
      }
      bytes += more;
      hasNext = row.next();
    }
    if (hasNext) {
      keys.addAll(List.of(layout.order().key(row, layout.keyColumns())));
    }
  }

  ReadRows<T> rows() {
    return rows;
  }

  /** How many bytes a row takes in memory; 0 when there is none. */
  long bytesPerRow() {
    return rows.size() == 0 ? 0 : bytes / rows.size();
  }

  /** Whether nothing comes behind so many of the rows. */
  boolean isLast(int end) {
    return end * layout.order().width() == keys.size();
  }

  /** Where a row stands, counted from 0. */
  Place place(int row) {
    return layout.order().place(key(row));
  }

  private Object[] key(int row) {
    int width = layout.order().width();
    return keys.subList(row * width, (row + 1) * width).toArray();
  }

  /**
   * Behind how many of the rows each range ends, as {@link Window#next} says. None when there is
   * nothing, or more rows at the first place than were read.
   */
  List<Integer> ends(RangeSizes ranges) {
    long left = isLast(rows.size()) ? limit : rows.size();
    List<Integer> ends = new ArrayList<>();
    int from = 0;
    for (int others = ranges.parts(left); others > 0 && from < rows.size(); others--) {
      int end = end(from, (left + others - 1) / others);
      if (end > rows.size()) {
        break;
      }
      ends.add(end);
      left -= end - from;
      from = end;
    }
    return ends;
  }

  private int end(int from, long target) {
    int most = (int) Math.min(rows.size(), from + target);
    int end = most;
    while (end > from && isTorn(end)) {
      end--;
    }
    if (end == from) {
      end = most;
      while (isTorn(end)) {
        end++;
      }
    }
    return end;
  }

  /** Whether rows at one place stand on both sides. */
  private boolean isTorn(int end) {
    return !isLast(end) && layout.order().isSame(key(end - 1), key(end));
  }

  /**
   * Whether the database goes on elsewhere behind so many of the rows, as it takes values for the
   * same, or for different ones, that read otherwise.
   */
  boolean isTorn(int end, Window window) throws SQLException {
    if (layout.order().isExact()) {
      return false;
    }
    Optional<Object[]> next = window.first(place(end - 1), reach);
    return isLast(end)
        ? next.isPresent()
        : next.isEmpty() || !layout.order().isSame(next.get(), key(end));
  }
}
