package dev.millrace.spark;

import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import java.util.List;
import java.util.Objects;

/** Records of a source, read on the executors as part of the pass that uses them. */
final class ReadBatch<T> extends SparkBatch<T> {
  private final String name;
  private final Source<T> source;
  private final List<OffsetRange> ranges;
  private Chain<T> chain;

  ReadBatch(SparkEngine engine, String name, Source<T> source, List<OffsetRange> ranges) {
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
  Chain<T> chain() {
    if (chain == null) {
      chain =
          Chain.of(
              new ReadRdd<>(engine().context(), name, engine().broadcast(name, source), ranges));
    }
    return chain;
  }
}
