package dev.millrace.spark;

import dev.millrace.core.internal.engine.RangeRead;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import java.util.ArrayList;
import java.util.List;

/** Records of a source that only the driver can read: read there when needed, then sent. */
final class DriverReadBatch<T> extends SparkBatch<T> {
  private final String name;
  private final Source<T> source;
  private final List<OffsetRange> ranges;
  private ListBatch<T> values;

  DriverReadBatch(SparkEngine engine, String name, Source<T> source, List<OffsetRange> ranges) {
    super(engine);
    this.name = name;
    this.source = source;
    this.ranges = List.copyOf(ranges);
  }

  @Override
  public int partitions() {
    return ranges.size();
  }

  @Override
  Chain<T> chain() {
    if (values == null) {
      values = read();
    }
    return values.chain();
  }

  private ListBatch<T> read() {
    List<List<T>> records = new ArrayList<>();
    List<List<DeadLetter>> letters = new ArrayList<>();
    for (int partition = 0; partition < ranges.size(); partition++) {
      List<T> taken = new ArrayList<>();
      List<DeadLetter> rejected = new ArrayList<>();
      try {
        RangeRead.push(name, source, ranges.get(partition), taken::add, rejected::add);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw engine().failed(partition, e);
      } catch (Exception e) {
        throw engine().failed(partition, e);
      }
      records.add(taken);
      letters.add(rejected);
    }
    return ListBatch.of(engine(), records, letters);
  }
}
