package dev.millrace.core.testing;

import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;

/** A source that has left the driver: every range is read by a copy of its own. */
record ShippedSource<T>(Shipment<Source<T>> source) implements Source<T> {
  @Override
  public SplitPlanner planner(SourceContext context) {
    throw new IllegalStateException("a source plans on the driver, before it is sent away");
  }

  @Override
  public SplitReader<T> reader(OffsetRange range) throws Exception {
    return source.unpack().reader(range);
  }

  @Override
  public BadRecordPolicy badRecords() {
    return source.unpack().badRecords();
  }
}
