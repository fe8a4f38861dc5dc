package dev.millrace.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/**
 * Reads Arrow's IPC, streams and files, that lie in files: one, or those beneath a directory by
 * name, one after the other. It replays: delivery is exactly once.
 *
 * <p>As {@link ParquetSource} in all else: the types, the options, what becomes of bad rows, and of
 * files that change. Columns that are encoded by a dictionary give what its entries are. Lists may
 * be of any length, large, or all of the same length. A restart within a file reads it from its
 * beginning up to where it goes on. Memory: one record batch and its dictionaries, at most 2 GiB
 * outside the heap, for each thread that reads, and up to four more between batches.
 *
 * <p>Arrow needs {@code --add-opens=java.base/java.nio=ALL-UNNAMED}.
 *
 * <p>Immutable, and its methods are thread-safe.
 */
public final class ArrowSource<T> extends TableSource<T> {
  private static final long serialVersionUID = 1L;

  private ArrowSource(Tables<T> tables) {
    super(tables);
  }

  /** Java records; see {@link ParquetSource#records(URI, Class, ParquetOptions)}. */
  public static <T> ArrowSource<T> records(URI uri, Class<T> type) {
    return records(uri, type, ParquetOptions.defaults());
  }

  /** Java records; see {@link ParquetSource#records(URI, Class, ParquetOptions)}. */
  public static <T> ArrowSource<T> records(URI uri, Class<T> type, ParquetOptions options) {
    return of(uri, new RecordShape<>(type), options);
  }

  /** JSON objects of all columns; see {@link ParquetSource#json(URI, ParquetOptions)}. */
  public static ArrowSource<JsonNode> json(URI uri) {
    return of(uri, new JsonShape(), ParquetOptions.defaults());
  }

  private static <T> ArrowSource<T> of(URI uri, RowShape<T> shape, ParquetOptions options) {
    Place place = new Place(uri, options.settings());
    TableFormat<T> format = new ArrowFormat<>(shape, options.maxRecordBytes());
    return new ArrowSource<>(new Tables<>(place, format, options));
  }
}
