package dev.millrace.kafka;

import java.io.Serializable;
import java.time.Instant;

/**
 * Where a source begins with a partition of which nothing has been read yet. A partition that comes
 * up while the pipeline exists is read from its beginning, whatever is chosen here.
 */
public sealed interface KafkaStart extends Serializable {
  /** With the oldest record that is kept. */
  record Earliest() implements KafkaStart {}

  /** With the first record that comes after the pipeline's first start. */
  record Latest() implements KafkaStart {}

  /** With the first record whose timestamp is {@code time} or later; where none is, as latest. */
  record At(Instant time) implements KafkaStart {}
}
