package dev.millrace.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.net.URI;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Writes Parquet files, {@code part-<first batch>-<last batch>.parquet}, exactly once: a file per
 * batch that holds something, or one for several by {@link #rolling}.
 *
 * <pre>{@code
 * record Alert(String card, double score, Instant at) {}
 *
 * alerts.to("alerts", ParquetSink.records(URI.create("s3a://bucket/alerts"), Alert.class));
 * }</pre>
 *
 * <p>A batch is written whole to a hidden directory {@code .stage} before its checkpoint is; after,
 * it is renamed into place, or, when files take several batches, its row groups are copied there
 * once the file is complete. So a file that shows is whole and committed, and files never change.
 * The same rows give the same bytes. The rows are written by the driver.
 *
 * <p>The directory belongs to one sink of one pipeline, whose name stands in a hidden file {@code
 * .owner}: another one is refused, and so is a pipeline that starts afresh where there is output.
 * Immutable.
 */
public final class ParquetSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final Place place;
  private final RowWriting<T> rows;
  private final ParquetRolling rolling;
  private final CompressionCodecName codec;

  private ParquetSink(
      Place place, RowWriting<T> rows, ParquetRolling rolling, CompressionCodecName codec) {
    this.place = place;
    this.rows = rows;
    this.rolling = rolling;
    this.codec = codec;
  }

  private static <T> ParquetSink<T> of(URI uri, RowWriting<T> rows) {
    ParquetRolling everyBatch = ParquetRolling.defaults().withMaxBatches(1);
    Place place = new Place(uri, Map.of());
    return new ParquetSink<>(place, rows, everyBatch, CompressionCodecName.SNAPPY);
  }

  /**
   * Java records: a column per component, required for a primitive, optional for anything else.
   * Components may be what {@link ParquetSource#records} reads, but for BigDecimal. Times are
   * written to the microsecond.
   *
   * @throws dev.millrace.core.ConfigurationException when a component is something else
   */
  public static <T> ParquetSink<T> records(URI directory, Class<T> type) {
    return of(directory, new RecordWriting<>(type));
  }

  /**
   * JSON objects, by a schema in Parquet's words, {@code message trade { required binary symbol
   * (STRING); optional double price; }}. Times are ISO text, bytes base64. Properties that the
   * schema lacks are left out; one that does not fit stops the pipeline, naming the column.
   *
   * @throws dev.millrace.core.ConfigurationException when the schema is malformed, or has a column
   *     that is not written
   */
  public static ParquetSink<JsonNode> json(URI directory, String schema) {
    return of(directory, new JsonWriting(schema));
  }

  /** Lets files take one batch after the other. */
  public ParquetSink<T> rolling(ParquetRolling when) {
    return new ParquetSink<>(place, rows, when, codec);
  }

  /** How pages are packed; default Snappy. */
  public ParquetSink<T> withCompression(CompressionCodecName newCodec) {
    return new ParquetSink<>(place, rows, rolling, newCodec);
  }

  /** Settings of Hadoop, beyond {@code core-site.xml} and {@code hdfs-site.xml}. */
  public ParquetSink<T> withSettings(Map<String, String> newSettings) {
    return new ParquetSink<>(new Place(place.uri(), newSettings), rows, rolling, codec);
  }

  @Override
  public SinkWriter<T> open(SinkContext context) throws Exception {
    return ParquetSinkWriter.open(place, rows, rolling, codec, context);
  }

  @Override
  public Delivery delivery() {
    return Delivery.EXACTLY_ONCE;
  }

  @Override
  public String toString() {
    return "Parquet files in " + place;
  }
}
