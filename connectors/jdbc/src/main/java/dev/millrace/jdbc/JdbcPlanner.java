package dev.millrace.jdbc;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.ReadAhead;
import dev.millrace.core.source.SplitPlanner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the next rows, for readers of this process, and cuts them into ranges; where more waits, it
 * reads on before it is asked to. Where no reader takes them, it asks the database where the next
 * rows end instead.
 */
final class JdbcPlanner<T> implements SplitPlanner {
  private static final long MOST_ROWS = 1L << 30;

  /** So many plans are made without reading before it is tried again. */
  private static final int PLANS_WITHOUT = 64;

  /** Rather too much, as long as nobody knows. */
  private static final long UNKNOWN_ROW_BYTES = 16 << 10;

  private final String split;
  private final Pool pool;
  private final Layout<T> layout;
  private final ReadBatch.Query<T> query;
  private final ReadAhead<ReadRows.Part<T>> readAhead;
  private final Place start;
  private final Horizon horizon;
  private final RangeSizes ranges;
  private final Patience<SourceException> patience;
  private final NextPlan<Plan<T>> next;
  private int plansWithout;
  private PlanLimits lastLimits;

  /** Of the rows that were read last; 0 before any was. */
  private long bytesPerRow;

  private boolean exhausted;
  private boolean hasMore;
  private volatile boolean closed;

  JdbcPlanner(
      String split,
      Pool pool,
      ReadBatch.Query<T> query,
      ReadAhead<ReadRows.Part<T>> readAhead,
      Place start,
      Horizon horizon,
      RangeSizes ranges,
      Patience<SourceException> patience) {
    this.split = split;
    this.pool = pool;
    this.layout = query.layout();
    this.query = query;
    this.readAhead = readAhead;
    this.start = start;
    this.horizon = horizon;
    this.ranges = ranges;
    this.patience = patience;
    this.next = new NextPlan<>(split, System::nanoTime);
  }

  /**
   * What was found.
   *
   * @param rows those of each range, where they were read
   * @param isLast whether nothing comes behind it
   */
  private record Plan<T>(
      List<OffsetRange> ranges, Map<OffsetRange, ReadRows.Part<T>> rows, boolean isLast) {}

  @Override
  public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits) throws Exception {
    exhausted = false;
    hasMore = false;
    Offset offset = committed.get(split);
    Place from = offset == null ? start : place(offset);
    try {
      Optional<Plan<T>> found = next.take(from, limits);
      boolean readsAhead = readsAhead();
      Plan<T> plan = readsAhead && found.isPresent() ? found.get() : find(from, limits, readsAhead);
      patience.over();
      exhausted = horizon.isFixed() && plan.isLast();
      hasMore = !plan.isLast() && !plan.ranges().isEmpty();
      if (readsAhead && !closed) {
        plan.rows().forEach(readAhead::put);
        findNext(plan, limits);
      }
      return plan.ranges();
    } catch (SQLException e) {
      patience.bear("looking for rows of '" + split + "'", e);
      return List.of();
    }
  }

  private Place place(Offset offset) {
    return Place.of(offset, layout.order().width());
  }

  /** Where limits change from batch to batch, what is read too early is read in vain. */
  private void findNext(Plan<T> plan, PlanLimits limits) {
    boolean isSteady = lastLimits == null || lastLimits.equals(limits);
    lastLimits = limits;
    if (isSteady && hasMore && next.isInDemand()) {
      Place from = place(plan.ranges().get(plan.ranges().size() - 1).until());
      next.begin(from, limits, () -> find(from, limits, true));
    }
  }

  private Plan<T> find(Place from, PlanLimits limits, boolean reads) throws Exception {
    try (Connection connection = pool.connect()) {
      layout.table().dialect().beginReading(connection);
      Window window = new Window(connection, layout.table(), layout.order());
      Optional<Place> reach = horizon.reach(window);
      if (reach.isEmpty()) {
        return new Plan<>(List.of(), Map.of(), horizon.isEmpty());
      }
      Optional<Plan<T>> read =
          reads ? read(connection, window, from, reach.get(), limits) : Optional.empty();
      return read.isPresent() ? read.get() : look(window, from, reach.get(), limits);
    }
  }

  private boolean readsAhead() {
    readAhead.advance();
    if (!readAhead.isWanted()) {
      readAhead.clear();
      plansWithout = PLANS_WITHOUT;
    }
    return plansWithout == 0;
  }

  /** Empty when the rows cannot be cut by what was read of them. */
  private Optional<Plan<T>> read(
      Connection connection, Window window, Place from, Place reach, PlanLimits limits)
      throws Exception {
    long rows = most(limits);
    // A driver may fetch all of them at once, however many are taken.
    ReadBatch<T> batch = query.read(connection, from, reach, rows, limits.bytes());
    if (batch.rows().size() == 0) {
      return Optional.of(new Plan<>(List.of(), Map.of(), true));
    }
    bytesPerRow = batch.bytesPerRow();
    Map<OffsetRange, ReadRows.Part<T>> parts = new LinkedHashMap<>();
    Place place = from;
    int first = 0;
    for (int end : batch.ends(ranges)) {
      if (batch.isTorn(end, window)) {
        return Optional.empty();
      }
      Place until = batch.place(end - 1);
      OffsetRange range = new Window.Stretch(place, until, end - first, false).toRange(split);
      parts.put(range, batch.rows().part(first, end));
      place = until;
      first = end;
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Plan<>(List.copyOf(parts.keySet()), parts, batch.isLast(first)));
  }

  private Plan<T> look(Window window, Place from, Place reach, PlanLimits limits)
      throws SQLException {
    long rows = most(limits);
    List<Window.Stretch> stretches = window.next(from, reach, rows, ranges.parts(rows));
    if (!stretches.isEmpty() && plansWithout > 0) {
      plansWithout--;
    }
    boolean isLast = stretches.isEmpty() || stretches.get(stretches.size() - 1).isLast();
    return new Plan<>(
        stretches.stream().map(some -> some.toRange(split)).toList(), Map.of(), isLast);
  }

  /** How many rows may come within the limits, going by those of the last batch. */
  private long most(PlanLimits limits) {
    long fitting =
        bytesPerRow == 0
            ? Math.max(query.fetchRows(), limits.bytes() / UNKNOWN_ROW_BYTES)
            : Math.max(1, limits.bytes() / bytesPerRow);
    return Math.min(MOST_ROWS, Math.min(limits.records(), fitting + fitting / 4));
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
  public boolean hasMore() {
    return hasMore;
  }

  @Override
  public void close() {
    closed = true;
    next.close();
    readAhead.clear();
    pool.close();
  }
}
