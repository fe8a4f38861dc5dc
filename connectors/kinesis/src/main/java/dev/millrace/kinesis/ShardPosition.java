package dev.millrace.kinesis;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.Offset;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Where reading goes on in a shard. As an offset: {@code earliest}, {@code at 1700000000000}
 * (milliseconds since 1970), or the sequence number of the last record read.
 */
sealed interface ShardPosition {
  Pattern SEQUENCE_NUMBER = Pattern.compile("\\d{1,128}");
  Pattern TIME = Pattern.compile(At.PREFIX + "(-?\\d{1,18})");

  /** What the position is as an offset. */
  String text();

  /** Asks for an iterator that begins here. */
  void applyTo(GetShardIteratorRequest.Builder request);

  default Offset toOffset() {
    return new Offset(text());
  }

  static ShardPosition of(Offset offset) {
    String text = offset.value();
    if (text.equals(new Earliest().text())) {
      return new Earliest();
    }
    Matcher time = TIME.matcher(text);
    if (time.matches()) {
      return new At(Instant.ofEpochMilli(Long.parseLong(time.group(1))));
    }
    if (SEQUENCE_NUMBER.matcher(text).matches()) {
      return new After(text);
    }
    throw new SourceException(
        "expected a sequence number, got the offset '"
            + text
            + "'; it was not a Kinesis source that planned it");
  }

  /** The oldest record that is kept. */
  record Earliest() implements ShardPosition {
    @Override
    public String text() {
      return "earliest";
    }

    @Override
    public void applyTo(GetShardIteratorRequest.Builder request) {
      request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
    }
  }

  /** The first record that arrived then or later. */
  record At(Instant time) implements ShardPosition {
    private static final String PREFIX = "at ";

    @Override
    public String text() {
      return PREFIX + time.toEpochMilli();
    }

    @Override
    public void applyTo(GetShardIteratorRequest.Builder request) {
      request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(time);
    }
  }

  /** Behind a record. The iterator begins with that record itself, to see that it is still kept. */
  record After(String sequenceNumber) implements ShardPosition {
    @Override
    public String text() {
      return sequenceNumber;
    }

    @Override
    public void applyTo(GetShardIteratorRequest.Builder request) {
      request
          .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
          .startingSequenceNumber(sequenceNumber);
    }
  }
}
