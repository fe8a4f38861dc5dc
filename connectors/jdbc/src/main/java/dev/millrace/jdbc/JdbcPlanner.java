package dev.millrace.jdbc;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.SplitPlanner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the database where the next rows end, and where to cut them. */
final class JdbcPlanner implements SplitPlanner {
  private static final long MOST_ROWS = 1L << 40;

  private final String split;
  private final Pool pool;
  private final Layout<?> layout;
  private final Place start;
  private final Horizon horizon;
  private final RangeSizes ranges;
  private final Patience<SourceException> patience;
  private final RowSizes sizes = new RowSizes();
  private boolean exhausted;

  JdbcPlanner(
      String split,
      Pool pool,
      Layout<?> layout,
      Place start,
      Horizon horizon,
      RangeSizes ranges,
      Patience<SourceException> patience) {
    this.split = split;
    this.pool = pool;
    this.layout = layout;
    this.start = start;
    this.horizon = horizon;
    this.ranges = ranges;
    this.patience = patience;
  }

  @Override
  public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits) {
    exhausted = false;
    Offset offset = committed.get(split);
    Place from = offset == null ? start : Place.of(offset, layout.order().width());
    try (Connection connection = pool.connect()) {
      List<OffsetRange> planned = plan(connection, from, limits);
      patience.over();
      return planned;
    } catch (SQLException e) {
      patience.bear("looking for rows of '" + split + "'", e);
      return List.of();
    }
  }

  private List<OffsetRange> plan(Connection connection, Place from, PlanLimits limits)
      throws SQLException {
    layout.table().dialect().beginReading(connection);
    Window window = new Window(connection, layout.table(), layout.order());
    Optional<Place> reach = horizon.reach(window);
    if (reach.isEmpty()) {
      exhausted = horizon.isEmpty();
      return List.of();
    }
    long rows = sizes.within(limits.bytes(), connection, layout, from);
    rows = Math.min(MOST_ROWS, Math.min(rows, limits.records()));
    List<Window.Stretch> stretches = window.next(from, reach.get(), rows, ranges.parts(rows));
    boolean isLast = stretches.isEmpty() || stretches.get(stretches.size() - 1).isLast();
    exhausted = horizon.isFixed() && isLast;
    return stretches.stream().map(some -> some.toRange(split)).toList();
  }

  @Override
  public boolean boundToNow() throws Exception {
    patience.await(
        "looking for the last row of '" + split + "'",
        () -> {
          try (Connection connection = pool.connect()) {
            horizon.fix(new Window(connection, layout.table(), layout.order()));
            return true;
          }
        });
    return true;
  }

  @Override
  public boolean exhausted() {
    return exhausted;
  }

  @Override
  public void close() {
    pool.close();
  }
}
