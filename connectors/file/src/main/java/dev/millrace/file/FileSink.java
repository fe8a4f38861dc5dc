package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.FilePartitioning;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.net.URI;
import java.nio.file.Path;

/**
 * Writes one file per batch that holds something, {@code batch-000000000017.csv}, exactly once.
 *
 * <pre>{@code
 * record Alert(String card, double score) {}
 *
 * alerts.to("alerts", FileSink.csv(Path.of("alerts"), Alert.class));
 * }</pre>
 *
 * <p>A batch is written whole to a hidden directory {@code .stage} in the output directory and
 * forced to disk before its checkpoint is; after, the file is renamed into place. So a file that
 * shows is whole and committed, whatever happened, and files never change. The same values give the
 * same bytes, on every Java. The partitions of a batch follow each other in their order.
 *
 * <p>{@link #rolling} lets a file take many batches, and {@link #partitionedBy} writes to a folder
 * per value of a column; files are then called {@code part-<first batch>-<last batch>.csv}.
 *
 * <pre>{@code
 * alerts.to("alerts",
 *     FileSink.csv(Path.of("alerts"), Alert.class)
 *         .partitionedBy("country", Alert::country)
 *         .rolling(FileRolling.defaults().withMaxBytes(64 << 20)));
 * }</pre>
 *
 * <p>On HDFS and S3 the same holds, where {@code millrace-hadoop} is on the class path ({@code
 * FileSink.csv(URI.create("s3a://bucket/alerts"), Alert.class)}); on S3 a rename is a copy, which
 * appears whole.
 *
 * <p>The directory belongs to one sink of one pipeline, whose name stands in a hidden file {@code
 * .owner}: another one is refused, and so is a pipeline that starts afresh where there is output.
 * Immutable.
 */
public final class FileSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;
  private static final int DEFAULT_MAX_PARTITIONS = 1000;

  private final FileTree directory;
  private final LineFormat<T> format;
  private final FilePartitioning<T> partitioning;

  /** Null for a file per batch. */
  private final FileRolling rolling;

  private final int maxPartitions;

  private FileSink(FileTree directory, LineFormat<T> format) {
    this(directory, format, FilePartitioning.none(), null, DEFAULT_MAX_PARTITIONS);
  }

  private FileSink(
      FileTree directory,
      LineFormat<T> format,
      FilePartitioning<T> partitioning,
      FileRolling rolling,
      int maxPartitions) {
    this.directory = directory;
    this.format = format;
    this.partitioning = partitioning;
    this.rolling = rolling;
    this.maxPartitions = maxPartitions;
    if (maxPartitions < 1) {
      throw new ConfigurationException("maxPartitions must be at least 1, got " + maxPartitions);
    }
  }

  /**
   * CSV with a header: one column per component of the record, numbers and texts as in {@link
   * CsvColumns}.
   */
  public static <T> FileSink<T> csv(Path directory, Class<T> type) {
    return new FileSink<>(FileTree.local(directory), new RecordLines<>(type));
  }

  /**
   * CSV with a header, at any place; see {@link #csv(Path, Class)}.
   *
   * @param directory {@code hdfs:} and {@code s3a:} where {@code millrace-hadoop} is on the class
   *     path, {@code file:}, or a path
   * @throws ConfigurationException when nothing opens such a place
   */
  public static <T> FileSink<T> csv(URI directory, Class<T> type) {
    return new FileSink<>(FileTree.at(directory), new RecordLines<>(type));
  }

  /** CSV with a header and the given columns. */
  public static <T> FileSink<T> csv(Path directory, CsvColumns<T> columns) {
    return new FileSink<>(FileTree.local(directory), new CsvLines<>(columns));
  }

  /** CSV with a header and the given columns, at any place; see {@link #csv(URI, Class)}. */
  public static <T> FileSink<T> csv(URI directory, CsvColumns<T> columns) {
    return new FileSink<>(FileTree.at(directory), new CsvLines<>(columns));
  }

  /**
   * One JSON value per line, as Jackson writes records, beans, maps and {@link
   * dev.millrace.core.source.DeadLetter}: components in their order, maps by key, times as ISO
   * text.
   */
  public static <T> FileSink<T> jsonLines(Path directory) {
    return new FileSink<>(FileTree.local(directory), new JsonLines<>());
  }

  /** One JSON value per line, at any place; see {@link #csv(URI, Class)}. */
  public static <T> FileSink<T> jsonLines(URI directory) {
    return new FileSink<>(FileTree.at(directory), new JsonLines<>());
  }

  /** Lets files take one batch after the other. */
  public FileSink<T> rolling(FileRolling when) {
    return new FileSink<>(directory, format, partitioning, when, maxPartitions);
  }

  /**
   * Writes to a folder {@code column=value} for each value, within that of columns named before.
   * Null and empty text stand as {@code __HIVE_DEFAULT_PARTITION__}. Names and values are written
   * in letters, digits and {@code - . _}, all else as {@code %XX}, bytes of UTF-8; what would take
   * more than 200 characters is cut and given a checksum. The rows stay whole.
   */
  public FileSink<T> partitionedBy(String column, MapFunction<? super T, ?> value) {
    return new FileSink<>(
        directory, format, partitioning.with(column, value), rolling, maxPartitions);
  }

  /**
   * How many folders may have an open file, by default 1,000: beyond, the one that was not written
   * to for longest is completed. A batch that alone goes to more stops the pipeline.
   */
  public FileSink<T> withMaxPartitions(int most) {
    return new FileSink<>(directory, format, partitioning, rolling, most);
  }

  @Override
  public SinkWriter<T> open(SinkContext context) throws Exception {
    if (rolling == null && partitioning.columns().isEmpty()) {
      return FileSinkWriter.open(directory, format, context);
    }
    FileRolling when = rolling == null ? FileRolling.everyBatch() : rolling;
    return RollingSinkWriter.open(directory, format, partitioning, when, maxPartitions, context);
  }

  @Override
  public Delivery delivery() {
    return Delivery.EXACTLY_ONCE;
  }

  @Override
  public String toString() {
    return format.extension() + " files in " + directory;
  }
}
