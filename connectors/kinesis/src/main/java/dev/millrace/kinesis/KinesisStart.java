package dev.millrace.kinesis;

import java.io.Serializable;
import java.time.Instant;

/** Where a source begins with a shard of which nothing has been read yet. */
public sealed interface KinesisStart extends Serializable {
  /** With the oldest record that is kept. */
  record Earliest() implements KinesisStart {}

  /**
   * With what arrives after the pipeline's first start, by the clock of the machine that it starts
   * on. A restart before anything was committed begins where the first one did.
   */
  record Latest() implements KinesisStart {}

  /** With the first record that arrived at {@code time} or later. */
  record At(Instant time) implements KinesisStart {}
}
