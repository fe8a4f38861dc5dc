package dev.millrace.kafka;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Java records as Avro. */
final class AvroRecordFormat<T extends Record> implements KafkaFormat<T> {
  private static final long serialVersionUID = 1L;

  private final AvroFormat format;
  private final Class<T> type;
  private final transient AvroMapping mapping;

  AvroRecordFormat(Schema schema, Class<T> type) {
    this(new AvroFormat(schema), type);
  }

  private AvroRecordFormat(AvroFormat format, Class<T> type) {
    this.format = format;
    this.type = type;
    this.mapping = AvroRecords.of(format.schema(), type, type.getSimpleName());
  }

  @Override
  public T decode(byte[] data) throws Exception {
    GenericRecord value = format.decode(data);
    return type.cast(mapping.toJava(value));
  }

  @Override
  public byte[] encode(T value) throws IOException {
    return format.encode((GenericRecord) mapping.toAvro(value));
  }

  private Object readResolve() {
    return new AvroRecordFormat<>(format, type);
  }

  @Override
  public String toString() {
    return format.toString();
  }
}
