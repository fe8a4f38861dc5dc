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

/** Asks the database where the next rows end. */
final class JdbcPlanner implements SplitPlanner {
  private static final long MOST_ROWS = 1L << 40;

  private final String split;
  private final Pool pool;
  private final Layout<?> layout;
  private final Place start;
  private final Horizon horizon;
  private final Patience<SourceException> patience;
  private final RowSizes sizes = new RowSizes();
  private boolean exhausted;

  JdbcPlanner(
      String split,
      Pool pool,
      Layout<?> layout,
      Place start,
      Horizon horizon,
      Patience<SourceException> patience) {
    this.split = split;
    this.pool = pool;
    this.layout = layout;
    this.start = start;
    this.horizon = horizon;
    this.patience = patience;
  }

  @Override
  public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits) {
    exhausted = false;
    Offset offset = committed.get(split);
    Place from = offset == null ? start : Place.of(offset, layout.order().width());
    try (Connection connection = pool.connect()) {
      List<OffsetRange> ranges = plan(connection, from, limits);
      patience.over();
      return ranges;
    } catch (SQLException e) {
      patience.bear("looking for rows of '" + split + "'", e);
      return List.of();
    }
  }

  private List<OffsetRange> plan(Connection connection, Place from, PlanLimits limits)
      throws SQLException {
    Window window = new Window(connection, layout.table(), layout.order());
    Optional<Place> reach = horizon.reach(window);
    if (reach.isEmpty()) {
      exhausted = horizon.isEmpty();
      return List.of();
    }
    long rows = sizes.within(limits.bytes(), connection, layout, from);
    rows = Math.min(MOST_ROWS, Math.min(rows, limits.records()));
    Optional<Window.Stretch> stretch = window.next(from, reach.get(), rows);
    exhausted = horizon.isFixed() && stretch.map(Window.Stretch::isLast).orElse(true);
    return stretch.stream()
        .map(some -> new OffsetRange(split, from.toOffset(), some.until().toOffset(), some.rows()))
        .toList();
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
