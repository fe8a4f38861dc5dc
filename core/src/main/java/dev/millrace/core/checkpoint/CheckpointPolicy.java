package dev.millrace.core.checkpoint;

import dev.millrace.core.ConfigurationException;
import java.time.Duration;
import java.util.Objects;

/**
 * How often a checkpoint is written. A batch counts once a checkpoint covers it: until then its
 * output stays staged and its model unpublished, and after a crash it is redone exactly as planned.
 * So a slower cadence trades latency for the cost of writing; it never loses anything. A pipeline
 * that stops in good order commits what it has, whatever the cadence.
 */
public sealed interface CheckpointPolicy {
  /**
   * After every {@code batches}-th batch, counted by batch id, so that a run that was interrupted
   * commits where an undisturbed one does.
   *
   * @param batches at least 1
   */
  record EveryBatches(int batches) implements CheckpointPolicy {
    public EveryBatches {
      if (batches < 1) {
        throw new ConfigurationException("checkpoint every " + batches + " batches: at least 1");
      }
    }
  }

  /**
   * After the first batch that ends at least {@code interval} after the last checkpoint. When a
   * model is published then depends on timing; everything else does not.
   *
   * @param interval positive
   */
  record EveryInterval(Duration interval) implements CheckpointPolicy {
    public EveryInterval {
      Objects.requireNonNull(interval, "interval");
      if (interval.isNegative() || interval.isZero()) {
        throw new ConfigurationException("checkpoint interval must be positive, got " + interval);
      }
    }
  }

  static CheckpointPolicy everyBatch() {
    return new EveryBatches(1);
  }

  static CheckpointPolicy everyBatches(int batches) {
    return new EveryBatches(batches);
  }

  static CheckpointPolicy every(Duration interval) {
    return new EveryInterval(interval);
  }
}
