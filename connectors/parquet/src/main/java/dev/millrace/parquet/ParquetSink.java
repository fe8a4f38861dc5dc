package dev.millrace.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.FilePartitioning;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.Serializable;
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
 * <p>{@link #rolling} lets a file take many batches, each of which makes a row group: batches
 * should be large, and a hundred a file is a good measure. {@link #partitionedBy} writes to a
 * folder per value of a column, as {@link dev.millrace.core.sink.FilePartitioning} says, by which
 * Hive and Spark find them.
 *
 * <pre>{@code
 * alerts.to("alerts",
 *     ParquetSink.records(URI.create("s3a://bucket/alerts"), Alert.class)
 *         .partitionedBy("day", alert -> LocalDate.ofInstant(alert.at(), ZoneOffset.UTC))
 *         .rolling(FileRolling.defaults().withMaxBatches(100)));
 * }</pre>
 *
 * <p>A batch is written whole to a hidden directory {@code .stage} before its checkpoint is; after,
 * it is renamed into place, or, when files take several batches, its row groups are copied there
 * once the file is complete. So a file that shows is whole and committed, and files never change.
 * The same rows give the same files, to the byte but for the order in which the footer lists a
 * column's encodings. The rows are written by the driver.
 *
 * <p>The directory belongs to one sink of one pipeline, whose name stands in a hidden file {@code
 * .owner}: another one is refused, and so is a pipeline that starts afresh where there is output.
 * Immutable.
 */
public final class ParquetSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private static final int DEFAULT_MAX_PARTITIONS = 1000;

  private final Place place;
  private final Writing<T> writing;

  /** What is written where, and how. */
  record Writing<T>(
      RowWriting<T> rows,
      FilePartitioning<T> partitioning,
      FileRolling rolling,
      int maxPartitions,
      CompressionCodecName codec)
      implements Serializable {
    Writing {
      if (maxPartitions < 1) {
        throw new ConfigurationException("maxPartitions must be at least 1, got " + maxPartitions);
      }
    }
  }

  private ParquetSink(Place place, Writing<T> writing) {
    this.place = place;
    this.writing = writing;
  }

  private static <T> ParquetSink<T> of(URI uri, RowWriting<T> rows) {
    return new ParquetSink<>(
        new Place(uri, Map.of()),
        new Writing<>(
            rows,
            FilePartitioning.none(),
            FileRolling.everyBatch(),
            DEFAULT_MAX_PARTITIONS,
            CompressionCodecName.SNAPPY));
  }

  /**
   * Java records: a column per component, required for a primitive, optional for anything else.
   * Components may be what {@link ParquetSource#records} reads, but for BigDecimal: nested records,
   * lists, maps and vectors too, lists in the format's three levels. Elements and values of maps
   * are required unless they are Optional; a null among them stops the pipeline, naming the column.
   * Times are written to the microsecond.
   *
   * @throws dev.millrace.core.ConfigurationException when a component is something else
   */
  public static <T> ParquetSink<T> records(URI directory, Class<T> type) {
    return of(directory, new RecordWriting<>(type));
  }

  /**
   * JSON objects, by a schema in Parquet's words, {@code message trade { required binary symbol
   * (STRING); optional double price; }}. Times are ISO text, bytes base64; objects make groups, and
   * maps with keys of text, {@code group m (MAP) { repeated group key_value { required binary key
   * (STRING); optional double value; } }}; arrays make lists of three levels, {@code group l (LIST)
   * { repeated group list { optional double element; } }}. Properties that the schema lacks are
   * left out; one that does not fit stops the pipeline, naming the column.
   *
   * @throws dev.millrace.core.ConfigurationException when the schema is malformed, or has a column
   *     that is not written
   */
  public static ParquetSink<JsonNode> json(URI directory, String schema) {
    return of(directory, new JsonWriting(schema));
  }

  /** Lets files take one batch after the other. */
  public ParquetSink<T> rolling(FileRolling when) {
    return with(
        new Writing<>(
            writing.rows(),
            writing.partitioning(),
            when,
            writing.maxPartitions(),
            writing.codec()));
  }

  /**
   * Writes to a folder {@code column=value} for each value, within that of columns named before.
   * The rows stay whole.
   */
  public ParquetSink<T> partitionedBy(String column, MapFunction<? super T, ?> value) {
    return with(
        new Writing<>(
            writing.rows(),
            writing.partitioning().with(column, value),
            writing.rolling(),
            writing.maxPartitions(),
            writing.codec()));
  }

  /**
   * How many folders may have an open file, by default 1,000: beyond, the one that was not written
   * to for longest is completed. A batch that alone goes to more stops the pipeline.
   */
  public ParquetSink<T> withMaxPartitions(int most) {
    return with(
        new Writing<>(
            writing.rows(), writing.partitioning(), writing.rolling(), most, writing.codec()));
  }

  /** How pages are packed; default Snappy. */
  public ParquetSink<T> withCompression(CompressionCodecName codec) {
    return with(
        new Writing<>(
            writing.rows(),
            writing.partitioning(),
            writing.rolling(),
            writing.maxPartitions(),
            codec));
  }

  private ParquetSink<T> with(Writing<T> changed) {
    return new ParquetSink<>(place, changed);
  }

  /** Settings of Hadoop, beyond {@code core-site.xml} and {@code hdfs-site.xml}. */
  public ParquetSink<T> withSettings(Map<String, String> newSettings) {
    return new ParquetSink<>(new Place(place.uri(), newSettings), writing);
  }

  @Override
  public SinkWriter<T> open(SinkContext context) throws Exception {
    return ParquetSinkWriter.open(place, writing, context);
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
