package dev.millrace.core.internal.runtime;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.internal.graph.DStreamGraph;

/** Runs a graph batch by batch: plan, compute, commit. */
public final class MicroBatchExecution {
  private final StreamingConfig config;
  private final DStreamGraph graph;

  public MicroBatchExecution(StreamingConfig config, DStreamGraph graph) {
    this.config = config;
    this.graph = graph;
  }

  @Override
  public String toString() {
    return config.name() + ": " + graph.outputs().size() + " outputs";
  }
}
