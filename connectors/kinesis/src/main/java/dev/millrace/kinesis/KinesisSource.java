package dev.millrace.kinesis;

import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import java.io.IOException;

/**
 * Reads a stream of Amazon Kinesis. It replays: every record counts exactly once.
 *
 * <pre>{@code
 * record Payment(String card, double amount) {}
 *
 * DStream<Payment> payments =
 *     context.source(
 *         "payments",
 *         KinesisSource.values(
 *             KinesisOptions.of("eu-central-1"), "payments", RecordFormat.json(Payment.class)));
 * }</pre>
 *
 * <p>A split is a shard; an offset is the sequence number of the last record read, in the
 * pipeline's checkpoint and nowhere else. Order: that of the shard. When shards are split or
 * merged, the children are read from the batch on that comes after the last record of their
 * parents. Shards share a batch evenly.
 *
 * <p>The driver reads ahead, up to {@link KinesisOptions#bufferBytes}, since Kinesis says where a
 * shard stands only with its records. Ranges read in the driver's process are served from there;
 * those that are read elsewhere, or again after a restart, are read from Kinesis once more, within
 * the same limit of requests.
 *
 * <p>Records that cannot be decoded become dead letters with {@code stream/shard@sequence}. While
 * Kinesis is away or throttles, reading is tried again with growing, random waits, up to {@link
 * KinesisOptions#patience}. When retention has taken records of a batch that must be redone, the
 * pipeline stops and says so. Immutable; its methods are thread-safe.
 */
public final class KinesisSource<T> implements Source<T> {
  private static final long serialVersionUID = 1L;

  private final KinesisOptions options;
  private final String stream;
  private final RecordDecoder<T> decoder;
  private final transient ReadAhead ahead = new ReadAhead();

  private KinesisSource(KinesisOptions options, String stream, RecordDecoder<T> decoder) {
    this.options = options;
    this.stream = Streams.checkName(stream);
    this.decoder = decoder;
  }

  /** The data of the records. */
  public static <T> KinesisSource<T> values(
      KinesisOptions options, String stream, RecordFormat<T> format) {
    return new KinesisSource<>(options, stream, new RecordDecoder.Values<>(format));
  }

  /** The records with partition key, time of arrival and where they stand. */
  public static <T> KinesisSource<KinesisRecord<T>> records(
      KinesisOptions options, String stream, RecordFormat<T> format) {
    return new KinesisSource<>(options, stream, new RecordDecoder.Records<>(format));
  }

  @Override
  public SplitPlanner planner(SourceContext context) throws IOException {
    return KinesisPlanner.open(options, stream, ahead, context);
  }

  @Override
  public SplitReader<T> reader(OffsetRange range) {
    return new KinesisSplitReader<>(options, stream, decoder, ahead, range);
  }

  @Override
  public BadRecordPolicy badRecords() {
    return options.badRecords();
  }

  /** What arrives on another machine has nothing read ahead. */
  private Object readResolve() {
    return new KinesisSource<>(options, stream, decoder);
  }

  @Override
  public String toString() {
    return "Kinesis stream " + stream + " at " + options.place();
  }
}
