package dev.millrace.flume;

import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.DriverSource;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A source whose port becomes free with a played crash, as it would with a real one. */
final class Mortal<T> implements DriverSource<T> {
  private static final long serialVersionUID = 1L;

  private final Source<T> source;
  private transient SplitPlanner planner;

  Mortal(Source<T> source) {
    this.source = source;
  }

  @Override
  public SplitPlanner planner(SourceContext context) throws Exception {
    die();
    planner = source.planner(context);
    return planner;
  }

  private void die() {
    if (planner != null) {
      try {
        planner.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public SplitReader<T> reader(OffsetRange range) throws Exception {
    return source.reader(range);
  }

  @Override
  public BadRecordPolicy badRecords() {
    return source.badRecords();
  }
}
