package dev.millrace.ml.stream;

import dev.millrace.core.engine.Engine;
import dev.millrace.ml.internal.prequential.TaskRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Runs tasks on an engine's threads. A task changes a learner, so it must not be run again when it
 * fails: what it throws is brought back as a result, past the engine's retries.
 */
final class EngineTasks implements TaskRunner {
  private final Engine engine;

  EngineTasks(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void run(int tasks, IntConsumer task) {
    if (tasks == 1) {
      task.accept(0);
      return;
    }
    List<List<Integer>> partitions = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      partitions.add(List.of(i));
    }
    List<Optional<RuntimeException>> failures =
        engine.of(partitions).runPartitions((partition, values) -> attempt(task, partition));
    for (Optional<RuntimeException> failure : failures) {
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }

  private static Optional<RuntimeException> attempt(IntConsumer task, int index) {
    try {
      task.accept(index);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }
}
