package dev.millrace.yaml;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.Sink;

/** A kind of sink, as a file describes it; implemented by records, as a {@link SourceSpec} is. */
public interface SinkSpec {
  /**
   * The sink for rows with these columns.
   *
   * @throws dev.millrace.core.ConfigurationException saying what is wrong; the place in the file is
   *     put before it, that of a key by a {@link dev.millrace.yaml.document.WrongKeyException}
   */
  Sink<Row> open(RowSchema columns);

  /** Where rows go, in few words, without secrets; empty if there is nothing to be found later. */
  default String place() {
    return "";
  }
}
