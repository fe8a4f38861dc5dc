package dev.millrace.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * How keys or values stand in a topic. Immutable and thread-safe; travels to other machines.
 *
 * <p>A record whose key or value {@link #decode} throws at is a bad record, with the exception's
 * message as the reason. Neither method is asked for what is absent.
 *
 * @param <T> what a key or value is in the pipeline
 */
public interface KafkaFormat<T> extends Serializable {
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
  static KafkaFormat<byte[]> bytes() {
    return new BytesFormat();
  }

  /** UTF-8 text; other bytes are a bad record. */
  static KafkaFormat<String> text() {
    return new TextFormat();
  }

  /**
   * JSON into Java records, beans, maps, or {@link JsonNode} for whatever stands there. Properties
   * that the type lacks are ignored; one that is missing is null or empty, and a bad record where
   * the type is primitive. Written with times as ISO text and maps by key.
   */
  static <T> KafkaFormat<T> json(Class<T> type) {
    return new JsonFormat<>(type);
  }

  /**
   * Binary Avro of one schema, without a header, into {@link GenericRecord}s.
   *
   * @param schema that the data was written with
   */
  static KafkaFormat<GenericRecord> avro(Schema schema) {
    return new AvroFormat(schema);
  }

  /**
   * Binary Avro of one schema, without a header, into Java records. Each component takes the field
   * of its name: numbers, booleans and texts; enums by constant; nested records, lists and maps of
   * text of these; {@code byte[]}; Instant, LocalDate, LocalTime, UUID and BigDecimal by logical
   * type; boxed types and Optional where the field may be null. Fields that the record lacks are
   * passed over.
   *
   * @param schema that the data was written with
   * @throws dev.millrace.core.ConfigurationException when a component has no field, or one of
   *     another type
   */
  static <T extends Record> KafkaFormat<T> avro(Schema schema, Class<T> type) {
    return new AvroRecordFormat<>(schema, type);
  }
}
