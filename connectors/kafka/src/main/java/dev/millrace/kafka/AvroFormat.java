package dev.millrace.kafka;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.format.BadRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Binary Avro of one schema. */
final class AvroFormat implements KafkaFormat<GenericRecord> {
  private static final long serialVersionUID = 1L;

  private final String schemaText;
  private final transient Schema schema;
  private final transient GenericData data;

  /** Coders hold buffers worth keeping, and are for one thread each. */
  private final transient ThreadLocal<Coders> coders;

  AvroFormat(Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new ConfigurationException("expected an Avro schema of a record, got " + schema);
    }
    this.schema = schema;
    this.schemaText = schema.toString();
    this.data = data();
    this.coders = ThreadLocal.withInitial(() -> new Coders(schema, data));
  }

  /** Generic data whose logical types are those of Java. */
  private static GenericData data() {
    GenericData data = new GenericData();
    data.setFastReaderEnabled(true);
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    data.addLogicalTypeConversion(new Conversions.UUIDConversion());
    data.addLogicalTypeConversion(new TimeConversions.DateConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimeMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimeMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    return data;
  }

  private static final class Coders {
    private final GenericDatumReader<GenericRecord> reader;
    private final GenericDatumWriter<GenericRecord> writer;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BoundedDecoder decoder = new BoundedDecoder();
    private BinaryEncoder encoder;

    Coders(Schema schema, GenericData data) {
      reader = new GenericDatumReader<>(schema, schema, data);
      writer = new GenericDatumWriter<>(schema, data);
    }
  }

  Schema schema() {
    return schema;
  }

  @Override
  public GenericRecord decode(byte[] bytes) throws BadRecordException {
    Coders mine = coders.get();
    try {
      GenericRecord value = mine.reader.read(null, mine.decoder.of(bytes));
      if (!mine.decoder.isEnd()) {
        throw new BadRecordException("bytes are left over after an Avro " + schema.getFullName());
      }
      return value;
    } catch (IOException | RuntimeException e) {
      throw new BadRecordException("not Avro of " + schema.getFullName() + ": " + e.getMessage());
    }
  }

  @Override
  public byte[] encode(GenericRecord value) throws IOException {
    Coders mine = coders.get();
    mine.out.reset();
    mine.encoder = EncoderFactory.get().binaryEncoder(mine.out, mine.encoder);
    try {
      mine.writer.write(value, mine.encoder);
    } catch (AvroRuntimeException | ClassCastException e) {
      throw new IOException("not an Avro " + schema.getFullName() + ": " + e.getMessage(), e);
    }
    mine.encoder.flush();
    return mine.out.toByteArray();
  }

  private Object readResolve() {
    return new AvroFormat(new Schema.Parser().parse(schemaText));
  }

  @Override
  public String toString() {
    return "Avro of " + schema.getFullName();
  }
}
