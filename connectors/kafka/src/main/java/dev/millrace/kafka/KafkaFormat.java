package dev.millrace.kafka;

import dev.millrace.core.format.RecordFormat;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * How keys or values stand in a topic. Immutable and thread-safe; travels to other machines.
 * Neither method is asked for what is absent.
 *
 * @param <T> what a key or value is in the pipeline
 */
public interface KafkaFormat<T> extends RecordFormat<T> {
  /** The bytes themselves. */
  static KafkaFormat<byte[]> bytes() {
    return new PlainFormat<>(RecordFormat.bytes());
  }

  /** UTF-8 text, as of {@link RecordFormat#text}. */
  static KafkaFormat<String> text() {
    return new PlainFormat<>(RecordFormat.text());
  }

  /** JSON, as of {@link RecordFormat#json}. */
  static <T> KafkaFormat<T> json(Class<T> type) {
    return new PlainFormat<>(RecordFormat.json(type));
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
