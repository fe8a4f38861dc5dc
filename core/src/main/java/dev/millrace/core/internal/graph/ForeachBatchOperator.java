package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchConsumer;
import dev.millrace.core.internal.stage.UserCode;
import java.util.List;
import java.util.Objects;

/** Lets a user's function do something with every batch; gives nothing. */
public final class ForeachBatchOperator<T> extends Operator<Void> {
  private final Operator<T> input;
  private final BatchConsumer<T> consumer;

  public ForeachBatchOperator(String name, Operator<T> input, BatchConsumer<T> consumer) {
    super(name);
    this.input = input;
    this.consumer = Objects.requireNonNull(consumer, "consumer");
  }

  Operator<T> input() {
    return input;
  }

  @Override
  public String kind() {
    return "foreachBatch";
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(input);
  }

  @Override
  public Batch<Void> compute(BatchScope scope) throws Exception {
    Batch<T> batch = scope.batch(input).cache();
    try {
      consumer.accept(batch, scope);
    } catch (Exception e) {
      throw UserCode.failed(where(), e);
    }
    return scope.engine().of(List.of());
  }

  @Override
  public Operator<Void> withName(String newName) {
    return new ForeachBatchOperator<>(newName, input, consumer);
  }
}
