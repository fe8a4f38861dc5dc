package dev.millrace.parquet;

import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;

/** A source of rows in files, of whichever format. Immutable and thread-safe. */
abstract class TableSource<T> implements Source<T> {
  private static final long serialVersionUID = 1L;

  private final Tables<T> tables;
  private final OpenCursors<T> cursors = new OpenCursors<>();

  TableSource(Tables<T> tables) {
    this.tables = tables;
  }

  @Override
  public final SplitPlanner planner(SourceContext context) {
    return new TablePlanner<>(tables, cursors, context.clock());
  }

  @Override
  public final SplitReader<T> reader(OffsetRange range) {
    return tables.reader(range, cursors);
  }

  @Override
  public final BadRecordPolicy badRecords() {
    return tables.options().badRecords();
  }

  @Override
  public final String toString() {
    return tables.format() + " in " + tables.place();
  }
}
