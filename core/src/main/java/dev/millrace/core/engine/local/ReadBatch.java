package dev.millrace.core.engine.local;

import dev.millrace.core.engine.StageSink;
import dev.millrace.core.internal.engine.RangeRead;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import java.util.List;
import java.util.Objects;

/** Records of a source, read as part of the pass that uses them. */
final class ReadBatch<T> extends LocalBatch<T> {
  private final String name;
  private final Source<T> source;
  private final List<OffsetRange> ranges;

  ReadBatch(LocalEngine engine, String name, Source<T> source, List<OffsetRange> ranges) {
    super(engine);
    this.name = Objects.requireNonNull(name, "name");
    this.source = Objects.requireNonNull(source, "source");
    this.ranges = List.copyOf(ranges);
  }

  @Override
  public int partitions() {
    return ranges.size();
  }

  @Override
  void prepare() {}

  @Override
  void push(int partition, StageSink<? super T> sink, LocalTask task) throws Exception {
    RangeRead.push(name, source, ranges.get(partition), sink, task::reject);
    sink.complete();
  }

  @Override
  boolean isIdle(int partition) {
    return false;
  }
}
