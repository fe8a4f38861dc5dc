package dev.millrace.flume;

import dev.millrace.core.format.RecordFormat;
import java.io.Serializable;
import java.util.Map;

/** Makes events of rows. Immutable and thread-safe. */
interface EventEncoder<T> extends Serializable {
  FlumeEvent encode(T row) throws Exception;

  /** Rows that are events. */
  record Events() implements EventEncoder<FlumeEvent> {
    @Override
    public FlumeEvent encode(FlumeEvent row) {
      return row;
    }
  }

  /** Rows that are bodies. */
  record Values<T>(RecordFormat<T> format) implements EventEncoder<T> {
    @Override
    public FlumeEvent encode(T row) throws Exception {
      return new FlumeEvent(Map.of(), format.encode(row));
    }
  }
}
