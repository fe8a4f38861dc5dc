package dev.millrace.spark;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;

/**
 * A batch as an RDD of passes and the narrow steps upon it, which are bound together in the task.
 * Serializable once, with whatever RDD uses it.
 */
record Chain<T>(RDD<? extends Pass<?>> base, List<Stage<?, ?>> stages) implements Serializable {
  Chain {
    stages = List.copyOf(stages);
  }

  static <T> Chain<T> of(RDD<? extends Pass<T>> base) {
    return new Chain<>(base, List.of());
  }

  <R> Chain<R> then(Stage<T, R> stage) {
    List<Stage<?, ?>> longer = new ArrayList<>(stages);
    longer.add(stage);
    return new Chain<>(base, longer);
  }

  /** The pass over one partition; in a task. */
  @SuppressWarnings("unchecked") // each stage takes what the one before it gives
  Pass<T> pass(Partition partition, TaskContext context) {
    Pass<Object> input = (Pass<Object>) base.iterator(partition, context).next();
    if (stages.isEmpty()) {
      return (Pass<T>) input;
    }
    int own = partition.index();
    return (sink, task) -> {
      SparkTask here = task.at(own);
      StageSink<Object> bound = (StageSink<Object>) sink;
      for (int i = stages.size() - 1; i >= 0; i--) {
        bound = ((Stage<Object, Object>) stages.get(i)).bind(bound, here);
      }
      input.push(bound, task);
    };
  }

  /** As an RDD of its own, for what needs one. */
  @SuppressWarnings("unchecked") // without stages, the base's passes are passes over T
  RDD<Pass<T>> rdd() {
    return stages.isEmpty() ? (RDD<Pass<T>>) base : new PipedRdd<>(this);
  }
}
