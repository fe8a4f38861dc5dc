package dev.millrace.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/**
 * Reads Parquet files: one, or those beneath a directory by name, one after the other. It replays:
 * delivery is exactly once.
 *
 * <pre>{@code
 * record Trade(String symbol, double price, Instant at) {}
 *
 * DStream<Trade> trades =
 *     context.source("trades", ParquetSource.records(URI.create("hdfs://name-node/trades"), Trade.class));
 * }</pre>
 *
 * <p>A URI may be a path, or that of any file system that Hadoop knows, {@code hdfs:} and {@code
 * s3a:} among them. A split is a file, an offset a row; a batch takes any number of rows of any
 * number of row groups. Files may not change; one whose length did stops the pipeline with an error
 * that names it. With {@link ParquetOptions#follow} the source waits for new files.
 *
 * <p>Only the columns that are wanted are read. Memory: one row group, packed, for each thread that
 * reads, and up to four more between batches; its columns' pages are unpacked one at a time.
 *
 * <p>Immutable, and its methods are thread-safe.
 */
public final class ParquetSource<T> extends TableSource<T> {
  private static final long serialVersionUID = 1L;

  private ParquetSource(Tables<T> tables) {
    super(tables);
  }

  /** Java records; see the other method. */
  public static <T> ParquetSource<T> records(URI uri, Class<T> type) {
    return records(uri, type, ParquetOptions.defaults());
  }

  /**
   * Java records. Each component takes the column of its name: boolean, byte, short, int, long,
   * float, double, String, an enum (by constant name), {@code byte[]}, BigDecimal, Instant,
   * LocalDateTime, LocalDate, LocalTime and UUID, boxed or in an Optional where the column may be
   * null. An int fits a long or double, and a float a double.
   *
   * <p>Of nested columns, a record takes a struct, {@code List<E>} a list, {@code Map<K, V>} a map
   * whose keys are single values, and {@code double[]}, {@code float[]}, {@code int[]} and {@code
   * long[]} a list of numbers; each may hold the others, up to 16 levels deep. Of a struct only the
   * fields that its record has are read. Elements and values of maps that may be null are Optional.
   * Lists and maps are immutable. Lists of two levels and the other forms of older writers are read
   * as the format says.
   *
   * <p>Files may differ: columns beyond the record's are not read, and one that a file lacks makes
   * an Optional component empty.
   *
   * <p>Bad records are: a null in a primitive, a vector or a list, a value that does not fit, lists
   * and maps beyond {@link ParquetOptions#maxRecordBytes}, and what a record's constructor refuses.
   * The reason names the column by its path, {@code items[].price} for instance.
   *
   * @throws dev.millrace.core.ConfigurationException when the type is no record; later, when a file
   *     lacks a column, or one holds something else, naming both
   */
  public static <T> ParquetSource<T> records(URI uri, Class<T> type, ParquetOptions options) {
    return of(uri, new RecordShape<>(type), options);
  }

  /** JSON objects of all columns; see the other method. */
  public static ParquetSource<JsonNode> json(URI uri) {
    return json(uri, ParquetOptions.defaults());
  }

  /**
   * JSON objects of all columns: times as ISO text, bytes as base64, missing values as null,
   * structs and maps as objects, lists as arrays.
   *
   * @throws dev.millrace.core.ConfigurationException later, when a file has a column that cannot be
   *     read, naming it
   */
  public static ParquetSource<JsonNode> json(URI uri, ParquetOptions options) {
    return of(uri, new JsonShape(), options);
  }

  private static <T> ParquetSource<T> of(URI uri, RowShape<T> shape, ParquetOptions options) {
    Place place = new Place(uri, options.settings());
    TableFormat<T> format = new ParquetFormat<>(shape, options.maxRecordBytes());
    return new ParquetSource<>(new Tables<>(place, format, options));
  }
}
