package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import java.util.List;
import java.util.Objects;

/** The records of a source; what one batch of it reads is planned by the run. */
public final class SourceOperator<T> extends Operator<T> {
  private final Source<T> source;

  public SourceOperator(String name, Source<T> source) {
    super(Objects.requireNonNull(name, "name"));
    this.source = Objects.requireNonNull(source, "source");
  }

  public Source<T> source() {
    return source;
  }

  @Override
  public String kind() {
    return "source";
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of();
  }

  @Override
  public Batch<T> compute(BatchScope scope) {
    return scope.engine().read(label(), source, scope.ranges(this));
  }

  @Override
  List<String> splits(BatchScope scope) throws Exception {
    List<OffsetRange> ranges = scope.ranges(this);
    return ranges.isEmpty()
        ? super.splits(scope)
        : ranges.stream().map(range -> label() + "/" + range.split()).toList();
  }

  @Override
  public Operator<T> withName(String newName) {
    throw new IllegalArgumentException(
        "source '" + label() + "' has its name from StreamingContext.source");
  }
}
