package dev.millrace.core.internal.stage;

import dev.millrace.core.engine.StageSink;

/** A link of a chain: completes what comes after it. */
abstract class ChainedSink<T, R> implements StageSink<T> {
  final StageSink<R> downstream;

  ChainedSink(StageSink<R> downstream) {
    this.downstream = downstream;
  }

  @Override
  public void complete() throws Exception {
    downstream.complete();
  }
}
