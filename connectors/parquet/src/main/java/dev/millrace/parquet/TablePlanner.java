package dev.millrace.parquet;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plans files by name, one after the other; a range lies within one group of rows. */
final class TablePlanner<T> implements SplitPlanner {
  private static final long LISTING_INTERVAL_NANOS = 1_000_000_000L;
  private static final int MAX_RANGES = 256;

  private final Tables<T> tables;
  private final OpenCursors<T> cursors;
  private final Clock clock;
  private final Map<String, TableFormat.Outline> outlines = new HashMap<>();
  private List<Place.Entry> files = List.of();
  private boolean isListed;
  private boolean isBound;
  private boolean isIdle;
  private long listedNanos;
  private boolean exhausted;

  TablePlanner(Tables<T> tables, OpenCursors<T> cursors, Clock clock) {
    this.tables = tables;
    this.cursors = cursors;
    this.clock = clock;
  }

  private boolean follows() {
    return tables.options().follow() && !isBound;
  }

  private void list() throws IOException {
    long now = clock.nanos();
    boolean isDue = follows() && (isIdle || now - listedNanos > LISTING_INTERVAL_NANOS);
    if (isListed && !isDue) {
      return;
    }
    files = tables.files();
    if (files.isEmpty() && !tables.options().follow() && !tables.place().exists("")) {
      throw new ConfigurationException(
          "no file or directory "
              + tables.place()
              + "; check the URI, or let the source follow it");
    }
    isListed = true;
    listedNanos = now;
  }

  @Override
  public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits) throws Exception {
    list();
    List<OffsetRange> ranges = new ArrayList<>();
    long rows = limits.records();
    long bytes = limits.bytes();
    boolean isWhole = true;
    for (Place.Entry file : files) {
      Offset offset = committed.get(file.name());
      RowOffset at =
          offset == null ? new RowOffset(0, file.length()) : RowOffset.of(file.name(), offset);
      at.check(file);
      TableFormat.Outline outline = outline(file);
      long row = at.row();
      while (row < outline.rows() && rows > 0 && bytes > 0 && ranges.size() < MAX_RANGES) {
        long fitting = Math.max(1, Math.min(rows, bytes / outline.bytesPerRow()));
        long until = Math.min(outline.groupEnd(row), row + fitting);
        ranges.add(range(file, row, until));
        rows -= until - row;
        bytes -= (until - row) * outline.bytesPerRow();
        row = until;
      }
      if (row < outline.rows()) {
        isWhole = false;
        break;
      }
    }
    exhausted = isWhole && !follows();
    isIdle = ranges.isEmpty();
    return ranges;
  }

  private static OffsetRange range(Place.Entry file, long from, long until) {
    return new OffsetRange(
        file.name(),
        new RowOffset(from, file.length()).toOffset(),
        new RowOffset(until, file.length()).toOffset(),
        until - from);
  }

  private TableFormat.Outline outline(Place.Entry file) throws IOException {
    TableFormat.Outline outline = outlines.get(file.name());
    if (outline == null) {
      outline = tables.format().outline(tables.place(), file);
      outlines.put(file.name(), outline);
    }
    return outline;
  }

  @Override
  public boolean boundToNow() throws IOException {
    list();
    isBound = true;
    return true;
  }

  @Override
  public boolean exhausted() {
    return exhausted;
  }

  @Override
  public void close() {
    cursors.clear();
  }
}
