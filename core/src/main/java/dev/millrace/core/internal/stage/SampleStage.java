package dev.millrace.core.internal.stage;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import java.util.SplittableRandom;

/**
 * Keeps each value with the same probability. What is kept depends on the seed, the batch id, the
 * partition and the value's place in it.
 */
public record SampleStage<T>(double fraction, long seed) implements Stage<T, T> {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  public SampleStage {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new ConfigurationException("sample: fraction must be from 0 to 1, got " + fraction);
    }
  }

  @Override
  public StageSink<T> bind(StageSink<T> downstream, TaskContext task) {
    long batchSeed = new SplittableRandom(seed + GOLDEN_GAMMA * task.batch().id()).nextLong();
    SplittableRandom random = new SplittableRandom(batchSeed ^ task.partition());
    return new ChainedSink<>(downstream) {
      @Override
      public void emit(T value) throws Exception {
        if (random.nextDouble() < fraction) {
          downstream.emit(value);
        }
      }
    };
  }
}
