package dev.millrace.kafka;

import dev.millrace.core.SourceException;
import org.apache.kafka.common.TopicPartition;

/** Says that records are gone that the pipeline has still to read. */
final class Lost {
  private Lost() {}

  /**
   * @param kept what the partition holds instead
   * @param cause null where there is none
   */
  static SourceException offset(
      TopicPartition partition, long offset, String kept, Throwable cause) {
    return new SourceException(
        partition
            + " goes on at offset "
            + offset
            + ", but the topic holds "
            + kept
            + ": retention has removed what lies between, or the topic was made anew; let the topic"
            + " keep its records for longer than the pipeline may stand still, and start the source"
            + " afresh with StreamingConfig.withFresh(<its name>) to go on with what is there",
        cause);
  }
}
