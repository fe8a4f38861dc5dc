package dev.millrace.file;

import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
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
 * <p>The directory belongs to one sink of one pipeline, whose name stands in a hidden file {@code
 * .owner}: another one is refused, and so is a pipeline that starts afresh where there is output.
 * Immutable.
 */
public final class FileSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final String directory;
  private final LineFormat<T> format;

  private FileSink(Path directory, LineFormat<T> format) {
    this.directory = directory.toString();
    this.format = format;
  }

  /**
   * CSV with a header: one column per component of the record, numbers and texts as in {@link
   * CsvColumns}.
   */
  public static <T> FileSink<T> csv(Path directory, Class<T> type) {
    return new FileSink<>(directory, new RecordLines<>(type));
  }

  /** CSV with a header and the given columns. */
  public static <T> FileSink<T> csv(Path directory, CsvColumns<T> columns) {
    return new FileSink<>(directory, new CsvLines<>(columns));
  }

  /**
   * One JSON value per line, as Jackson writes records, beans, maps and {@link
   * dev.millrace.core.source.DeadLetter}: components in their order, maps by key, times as ISO
   * text.
   */
  public static <T> FileSink<T> jsonLines(Path directory) {
    return new FileSink<>(directory, new JsonLines<>());
  }

  @Override
  public SinkWriter<T> open(SinkContext context) throws Exception {
    return FileSinkWriter.open(Path.of(directory), format, context);
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
