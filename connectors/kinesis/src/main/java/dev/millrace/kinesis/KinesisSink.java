package dev.millrace.kinesis;

import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.sink.StagedBatches;
import java.nio.file.Path;

/**
 * Writes to a stream of Amazon Kinesis, at least once.
 *
 * <pre>{@code
 * record Alert(String card, double score) {}
 *
 * alerts.to(
 *     "alerts",
 *     KinesisSink.values(options, "alerts", RecordFormat.json(Alert.class))
 *         .withPartitionKey(Alert::card));
 * }</pre>
 *
 * <p>A batch is staged in a file beside the checkpoint and written once that is durable, in
 * requests of up to 500 records and 5 MB. What a request could not write, for throttling as a rule,
 * is sent again with growing, random waits, up to {@link KinesisOptions#patience}; what it did
 * write is not. Kinesis knows no transactions: a batch is written again, in whole, when the process
 * dies meanwhile, and a request when its answer is lost. So the partition key of each record ends
 * with the batch and the row that it is, see {@link BatchMark}; the shard is chosen by the key
 * before it, as Kinesis would do.
 *
 * <p>Order is that of the rows per shard, except for records that were sent again. The rows of a
 * batch go through the driver. Streams have to exist. Immutable.
 */
public final class KinesisSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final KinesisOptions options;
  private final String stream;
  private final RowEncoder<T> encoder;

  /** Where batches are staged; empty for beside the checkpoint. */
  private final String staging;

  private KinesisSink(
      KinesisOptions options, String stream, RowEncoder<T> encoder, String staging) {
    this.options = options;
    this.stream = Streams.checkName(stream);
    this.encoder = encoder;
    this.staging = staging;
  }

  /** Rows as data, without keys: they spread over all shards. */
  public static <T> KinesisSink<T> values(
      KinesisOptions options, String stream, RecordFormat<T> format) {
    return new KinesisSink<>(options, stream, new RowEncoder.Values<>(format), "");
  }

  /** Rows with their partition keys. Where a row was read is of no account. */
  public static <T> KinesisSink<KinesisRecord<T>> records(
      KinesisOptions options, String stream, RecordFormat<T> format) {
    return new KinesisSink<>(options, stream, new RowEncoder.Records<>(format), "");
  }

  /**
   * With keys, by which Kinesis chooses the shard: rows of one key are in one shard.
   *
   * @param key of up to 200 characters; empty for none
   */
  public KinesisSink<T> withPartitionKey(MapFunction<? super T, String> key) {
    return new KinesisSink<>(options, stream, new RowEncoder.Keyed<>(encoder, key), staging);
  }

  /**
   * Stages batches below another directory, which has to last as long as the checkpoint does and be
   * there wherever the pipeline is started again. Needed where the checkpoint is not on a disk of
   * this machine.
   */
  public KinesisSink<T> withStaging(Path directory) {
    return new KinesisSink<>(options, stream, encoder, directory.toString());
  }

  @Override
  public SinkWriter<T> open(SinkContext context) throws Exception {
    StagedBatches staged = StagedBatches.of(context, staging, "KinesisSink.withStaging");
    return KinesisSinkWriter.open(options, stream, encoder, staged);
  }

  @Override
  public Delivery delivery() {
    return Delivery.AT_LEAST_ONCE;
  }

  @Override
  public String toString() {
    return "Kinesis stream " + stream + " at " + options.place();
  }
}
