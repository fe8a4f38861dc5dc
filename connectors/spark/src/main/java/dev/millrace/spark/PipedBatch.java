package dev.millrace.spark;

import dev.millrace.core.engine.Stage;
import java.util.Objects;

/** A narrow step upon another batch. */
final class PipedBatch<S, T> extends SparkBatch<T> {
  private final SparkBatch<S> input;
  private final Stage<S, T> stage;

  PipedBatch(SparkBatch<S> input, Stage<S, T> stage) {
    super(input.engine());
    this.input = input;
    this.stage = Objects.requireNonNull(stage, "stage");
  }

  @Override
  public int partitions() {
    return input.partitions();
  }

  @Override
  Chain<T> chain() {
    return input.chain().then(stage);
  }
}
