package dev.millrace.kinesis;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Walks along a shard, one answer after the other. After an exception it stands where it stood
 * before. Used by one thread at a time.
 */
final class ShardCursor {
  /** What Kinesis gives at most. */
  static final int MAX_RECORDS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(ShardCursor.class);

  private final KinesisClient client;
  private final String stream;
  private final String shard;
  private ShardPosition position;

  /** Null when one has to be asked for. */
  private String iterator;

  /** The record read last, which the iterator should begin with; null once that is seen. */
  private String seen;

  ShardCursor(KinesisClient client, String stream, String shard, ShardPosition position) {
    this.client = client;
    this.stream = stream;
    this.shard = shard;
    this.position = position;
  }

  /**
   * One answer.
   *
   * @param isAtTip whether nothing came after it when it was given
   * @param isEnd whether the shard is closed and nothing will ever come after it
   */
  record Page(List<Record> records, boolean isAtTip, boolean isEnd) {}

  /**
   * Asks for the next records, with an iterator anew when the old one has expired.
   *
   * @param limit most records
   */
  Page next(int limit) {
    boolean isRenewed = iterator == null;
    while (true) {
      if (iterator == null) {
        open();
      }
      try {
        return page(client.getRecords(request -> request.shardIterator(iterator).limit(limit)));
      } catch (ExpiredIteratorException e) {
        iterator = null;
        if (isRenewed) {
          throw e;
        }
        isRenewed = true;
      }
    }
  }

  private void open() {
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName(stream).shardId(shard);
    position.applyTo(request);
    iterator = client.getShardIterator(request.build()).shardIterator();
    seen = position instanceof ShardPosition.After after ? after.sequenceNumber() : null;
  }

  private Page page(GetRecordsResponse answer) {
    List<Record> records = answer.records();
    boolean isEnd = answer.nextShardIterator() == null;
    Long behind = answer.millisBehindLatest();
    // an answer that is full does not tell: some servers say 0 whatever is left
    boolean isAtTip = records.isEmpty() && (behind == null || behind == 0);
    if (seen != null && (!records.isEmpty() || isAtTip || isEnd)) {
      records = withoutSeen(records);
    }
    iterator = answer.nextShardIterator();
    if (!records.isEmpty()) {
      position = new ShardPosition.After(records.get(records.size() - 1).sequenceNumber());
    }
    return new Page(records, isAtTip, isEnd);
  }

  private List<Record> withoutSeen(List<Record> records) {
    boolean isKept = !records.isEmpty() && records.get(0).sequenceNumber().equals(seen);
    if (!isKept) {
      LOG.warn(
          "{}/{}: the stream keeps record {} no more, which was read last; if others came between"
              + " it and {}, retention has taken them unread",
          stream,
          shard,
          seen,
          records.isEmpty() ? "now" : records.get(0).sequenceNumber());
    }
    seen = null;
    return isKept ? records.subList(1, records.size()) : records;
  }
}
