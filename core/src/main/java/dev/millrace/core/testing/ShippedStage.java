package dev.millrace.core.testing;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.source.DeadLetter;

/** A stage that has left the driver: every task binds a copy of its own. */
record ShippedStage<T, R>(Shipment<Stage<T, R>> stage) implements Stage<T, R> {
  @Override
  public StageSink<T> bind(StageSink<R> downstream, TaskContext task) throws Exception {
    return stage.unpack().bind(downstream, new ShippingTask(task));
  }

  /** What a task puts aside travels back to the driver. */
  private record ShippingTask(TaskContext task) implements TaskContext {
    @Override
    public BatchInfo batch() {
      return task.batch();
    }

    @Override
    public int partition() {
      return task.partition();
    }

    @Override
    public void reject(DeadLetter letter) {
      task.reject(Shipment.copy("dead letter", letter));
    }
  }
}
