package dev.millrace.kinesis;

import dev.millrace.core.source.OffsetRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What the planner of this process has read ahead, for the readers of this process. Thread-safe.
 */
final class ReadAhead {
  private volatile Map<String, ShardBuffer> buffers = Map.of();

  /**
   * @param newBuffers of the planner that plans from now on, by shard; a concurrent map
   */
  void show(Map<String, ShardBuffer> newBuffers) {
    buffers = newBuffers;
  }

  /** The records of a range; empty unless all of them are at hand. */
  Optional<List<Record>> records(OffsetRange range) {
    ShardBuffer buffer = buffers.get(range.split());
    return buffer == null ? Optional.empty() : buffer.between(range.from(), range.until());
  }
}
