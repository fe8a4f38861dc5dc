package dev.millrace.core.format;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** JSON, read and written strictly, and the same on every Java. */
final class JsonFormat<T> implements RecordFormat<T> {
  private static final long serialVersionUID = 1L;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();

  private final Class<T> type;
  private final transient ObjectReader reader;
  private final transient ObjectWriter writer;

  JsonFormat(Class<T> type) {
    this.type = type;
    this.reader = MAPPER.readerFor(type);
    this.writer = MAPPER.writerFor(type);
  }

  @Override
  public T decode(byte[] data) throws BadRecordException {
    try {
      T value = reader.readValue(data);
      if (value == null) {
        throw new BadRecordException("expected a JSON object, got null");
      }
      return value;
    } catch (JacksonException e) {
      throw new BadRecordException("not JSON for " + type.getSimpleName() + ": " + message(e));
    } catch (IOException e) {
      throw new BadRecordException("not JSON for " + type.getSimpleName() + ": " + e.getMessage());
    }
  }

  private static String message(JacksonException e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    int column = e.getLocation() == null ? -1 : e.getLocation().getColumnNr();
    return column > 0 ? message + " (column " + column + ")" : message;
  }

  @Override
  public byte[] encode(T value) throws IOException {
    return writer.writeValueAsBytes(value);
  }

  private Object readResolve() {
    return new JsonFormat<>(type);
  }

  @Override
  public String toString() {
    return "JSON of " + type.getSimpleName();
  }
}
