package dev.millrace.kafka;

import java.util.List;

/**
 * A record to be written; never compared.
 *
 * @param key null for none
 * @param value null for none
 * @param timestamp milliseconds since 1970; negative to leave it to Kafka
 * @param headers in their order
 */
@SuppressWarnings("ArrayRecordComponent")
record Message(byte[] key, byte[] value, long timestamp, List<KafkaHeader> headers) {
  /** What Kafka adds to a record at most, with headers of ours. */
  private static final int OVERHEAD = 200;

  Message withKey(byte[] newKey) {
    return new Message(newKey, value, timestamp, headers);
  }

  /** An upper bound of the bytes of a request that writes it alone. */
  long requestBytes() {
    long bytes = OVERHEAD + length(key) + length(value);
    for (KafkaHeader header : headers) {
      bytes += 10 + 3L * header.key().length() + length(header.value());
    }
    return bytes;
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
