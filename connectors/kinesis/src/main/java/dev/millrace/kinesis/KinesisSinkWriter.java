package dev.millrace.kinesis;

import dev.millrace.core.Batch;
import dev.millrace.core.SinkException;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.sink.StagedBatches;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Stages in files, publishes to the stream. A staged row:
 *
 * <pre>
 * int   length of the key
 * ...   key, UTF-8; of length 0 for none
 * int   length of the data
 * ...   data
 * </pre>
 */
final class KinesisSinkWriter<T> implements SinkWriter<T> {
  private static final int MAX_KEY = 200;
  private static final int MAX_RECORD_BYTES = 1 << 20;

  /** What the mark takes at most. */
  private static final int MARK_BYTES = 40;

  private final KinesisOptions options;
  private final String stream;
  private final RowEncoder<T> encoder;
  private final StagedBatches staged;
  private final KinesisClient client;

  private KinesisSinkWriter(
      KinesisOptions options,
      String stream,
      RowEncoder<T> encoder,
      StagedBatches staged,
      KinesisClient client) {
    this.options = options;
    this.stream = stream;
    this.encoder = encoder;
    this.staged = staged;
    this.client = client;
  }

  static <T> KinesisSinkWriter<T> open(
      KinesisOptions options, String stream, RowEncoder<T> encoder, StagedBatches staged)
      throws InterruptedException {
    KinesisClient client = Streams.client(options);
    Patient patient =
        new Patient(
            options.patience(),
            e -> new SinkException(Failures.describe("looking", stream, options, e), e));
    patient.call(() -> client.describeStreamSummary(request -> request.streamName(stream)));
    return new KinesisSinkWriter<>(options, stream, encoder, staged, client);
  }

  @Override
  public void stage(long batchId, Batch<T> batch) throws IOException {
    RowEncoder<T> rows = encoder;
    List<StagedBatches.Part> parts =
        batch.runPartitions((partition, values) -> encode(rows, values));
    if (parts.stream().anyMatch(part -> part.rows() > 0)) {
      staged.write(batchId, parts);
    }
  }

  private static <T> StagedBatches.Part encode(RowEncoder<T> encoder, List<T> values)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (T value : values) {
      String key = encoder.key(value);
      byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
      byte[] data = encoder.encode(value);
      if (key.length() > MAX_KEY) {
        throw new SinkException(
            "a partition key takes "
                + key.length()
                + " characters, limit "
                + MAX_KEY
                + "; choose a shorter one with KinesisSink.withPartitionKey");
      }
      if (keyBytes.length + data.length > MAX_RECORD_BYTES - MARK_BYTES) {
        throw new SinkException(
            "a row takes "
                + (keyBytes.length + data.length)
                + " bytes, but Kinesis takes records of up to "
                + (MAX_RECORD_BYTES - MARK_BYTES)
                + "; make it smaller");
      }
      out.writeInt(keyBytes.length);
      out.write(keyBytes);
      out.writeInt(data.length);
      out.write(data);
    }
    return new StagedBatches.Part(values.size(), bytes.toByteArray());
  }

  @Override
  public void publish(long batchId) throws Exception {
    staged.publish(batchId, this::put);
  }

  private void put(long batchId, Path file) throws IOException, InterruptedException {
    RecordPutter putter = new RecordPutter(client, options, stream, batchId);
    StagedBatches.Content content = StagedBatches.read(file);
    for (long row = 0; row < content.rows(); row++) {
      String key = new String(next(content.bytes()), StandardCharsets.UTF_8);
      putter.put(key, row, next(content.bytes()));
    }
    putter.flush();
  }

  /**
   * @throws BufferUnderflowException when there is less than the length says
   */
  static byte[] next(ByteBuffer rows) {
    int length = rows.getInt();
    if (length < 0 || length > rows.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    rows.get(bytes);
    return bytes;
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    staged.discard(firstBatchId);
  }
}
