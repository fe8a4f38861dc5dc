package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.function.SerializableSupplier;
import java.util.List;

/** Hands whole batches to a {@link BatchProcessor}. */
public final class ProcessOperator<T, R> extends Operator<R>
    implements Stateful<BatchProcessor<T, R>> {
  private final Operator<T> input;
  private final SerializableSupplier<BatchProcessor<T, R>> processor;

  public ProcessOperator(
      String name, Operator<T> input, SerializableSupplier<BatchProcessor<T, R>> processor) {
    super(name);
    this.input = input;
    this.processor = processor;
  }

  @Override
  public String kind() {
    return "process";
  }

  @Override
  public List<Operator<?>> inputs() {
    return List.of(input);
  }

  @Override
  public Batch<R> compute(BatchScope scope) throws Exception {
    BatchProcessor<T, R> state = scope.state(this);
    Batch<T> batch = scope.batch(input);
    return state.process(state.readsOnce() ? batch : batch.cache(), scope);
  }

  @Override
  public Operator<R> withName(String newName) {
    return new ProcessOperator<>(newName, input, processor);
  }

  @Override
  public BatchProcessor<T, R> newState(Engine engine, int partitions) {
    BatchProcessor<T, R> state = processor.get();
    state.open(engine, partitions);
    return state;
  }
}
