package dev.millrace.spark.internal.graph;

import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.graph.Edge;

/** Both ends of each edge, each with its place in the batch. */
record EndsStage<V>() implements Stage<Edge<V>, KeyValue<V, Long>> {
  @Override
  public StageSink<Edge<V>> bind(StageSink<KeyValue<V, Long>> downstream, TaskContext task) {
    return new StageSink<>() {
      private long place = Home.firstPlace(task.partition());

      @Override
      public void emit(Edge<V> edge) throws Exception {
        downstream.emit(new KeyValue<>(edge.from(), place++));
        downstream.emit(new KeyValue<>(edge.to(), place++));
      }

      @Override
      public void complete() throws Exception {
        downstream.complete();
      }
    };
  }
}
