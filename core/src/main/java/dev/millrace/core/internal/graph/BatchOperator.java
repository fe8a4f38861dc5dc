package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import java.util.List;

/** A step over whole batches of one input; what it does is its {@link BatchStep}. */
public final class BatchOperator<T, R> extends Operator<R> {
  private final String kind;
  private final Operator<T> input;
  private final BatchStep<T, R> step;

  public BatchOperator(String name, String kind, Operator<T> input, BatchStep<T, R> step) {
    super(name);
    this.kind = kind;
    this.input = input;
    this.step = step;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(input);
  }

  @Override
  public Batch<R> compute(BatchScope scope) throws Exception {
    return step.apply(scope.batch(input), where(), scope);
  }

  @Override
  public Operator<R> withName(String newName) {
    return new BatchOperator<>(newName, kind, input, step);
  }
}
