package dev.millrace.core.engine.local;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import java.util.Objects;

/**
 * A narrow step upon another batch. Pushing binds the chain from its end to its beginning, so one
 * pass over the input runs through all of its steps.
 */
final class PipedBatch<S, T> extends LocalBatch<T> {
  private final LocalBatch<S> input;
  private final Stage<S, T> stage;

  PipedBatch(LocalBatch<S> input, Stage<S, T> stage) {
    super(input.engine);
    this.input = input;
    this.stage = Objects.requireNonNull(stage, "stage");
  }

  @Override
  public int partitions() {
    return input.partitions();
  }

  @Override
  void prepare() {
    input.prepare();
  }

  @Override
  @SuppressWarnings("unchecked") // a sink that takes any T takes the T that a stage gives
  void push(int partition, StageSink<? super T> sink, LocalTask task) throws Exception {
    input.push(partition, stage.bind((StageSink<T>) sink, task), task);
  }

  @Override
  boolean isIdle(int partition) {
    return input.isIdle(partition);
  }
}
