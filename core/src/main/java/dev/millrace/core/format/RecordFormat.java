package dev.millrace.core.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;

/**
 * How a record stands as bytes in a message of another system. Immutable and thread-safe; travels
 * to other machines.
 *
 * <p>A record that {@link #decode} throws at is a bad record, with the exception's message as the
 * reason.
 *
 * @param <T> what a record is in the pipeline
 */
public interface RecordFormat<T> extends Serializable {
  /**
   * @param data not modified
   * @return never null
   */
  T decode(byte[] data) throws Exception;

  /**
   * @param value not null
   * @return not modified afterwards
   */
  byte[] encode(T value) throws Exception;

  /** The bytes themselves. */
  static RecordFormat<byte[]> bytes() {
    return new BytesFormat();
  }

  /** UTF-8 text; other bytes are a bad record. */
  static RecordFormat<String> text() {
    return new TextFormat();
  }

  /**
   * JSON into Java records, beans, maps, or {@link JsonNode} for whatever stands there. Properties
   * that the type lacks are ignored; one that is missing is null or empty, and a bad record where
   * the type is primitive. Written with times as ISO text and maps by key.
   */
  static <T> RecordFormat<T> json(Class<T> type) {
    return new JsonFormat<>(type);
  }
}
