package dev.millrace.file;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.io.Serializable;

/**
 * Makes a value of one line. Immutable, thread-safe, and a function of the line alone; travels to
 * other machines.
 *
 * <p>{@link FileSource#lines(java.nio.file.Path, LineDecoder)} reads files with it; anything else
 * that holds lines as bytes, a Kafka message for one, is decoded by a call.
 *
 * <pre>{@code
 * LineDecoder<SparseRow> decoder = LineDecoder.libSvm();
 * SparseRow row = decoder.decode("1 3:0.5 7:2".getBytes(UTF_8));
 * }</pre>
 */
@FunctionalInterface
public interface LineDecoder<T> extends Serializable {
  /**
   * Decodes {@code bytes[from, to)}, a line without its line end.
   *
   * @param bytes not modified, and not kept
   * @throws Exception when the line is malformed; its message, which names the column, is the
   *     reason of the dead letter
   */
  T decode(byte[] bytes, int from, int to) throws Exception;

  /** Decodes a line. */
  default T decode(byte[] line) throws Exception {
    return decode(line, 0, line.length);
  }

  /**
   * A CSV record (RFC 4180) on one line, with exactly these columns in this order: what has no
   * header, because it comes over a socket or in messages. An empty number is NaN, an empty text
   * empty.
   *
   * @param delimiter between fields, in ASCII
   */
  static LineDecoder<Row> csv(RowSchema columns, char delimiter) {
    return new CsvLineDecoder(columns, delimiter);
  }

  /**
   * A line of a LibSVM (SVMlight) file: {@code label [qid:n] index:value …}, with indices that
   * start at 1 and ascend. A comment goes from {@code #} to the line's end.
   */
  static LineDecoder<SparseRow> libSvm() {
    return new LibSvmDecoder();
  }

  /**
   * A line of Vowpal Wabbit's text format: {@code [label [importance [base]]]
   * [tag]|namespace[:scale] feature[:value] … |namespace …}, with simple labels.
   */
  static LineDecoder<VwExample> vw() {
    return new VwDecoder();
  }

  /**
   * A line of a web server's access log in the common or the combined format, which are the
   * defaults of Apache and NGINX, with or without more fields behind.
   */
  static LineDecoder<WebLogEntry> webLog() {
    return WebLogDecoder.commonOrCombined();
  }

  /**
   * A line of a web server's access log in a format of its own.
   *
   * @param format as in Apache's {@code LogFormat}, {@code %h %l %u %t "%r" %>s %b %D}, or NGINX's
   *     {@code log_format}, {@code $remote_addr [$time_local] "$request" $status $request_time};
   *     what {@link WebLogEntry} has no place for is passed over
   * @throws dev.millrace.core.ConfigurationException when the format has no time, gives a field
   *     twice, or has nothing between two
   */
  static LineDecoder<WebLogEntry> webLog(String format) {
    return WebLogDecoder.of(format);
  }
}
