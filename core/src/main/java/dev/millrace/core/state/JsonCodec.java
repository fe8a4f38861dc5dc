package dev.millrace.core.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** JSON text behind its length; properties and map keys in alphabetical order. */
record JsonCodec<S>(Class<S> type) implements StateCodec<S> {
  private static final BytesCodec BYTES = new BytesCodec();
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  @Override
  public String layout() {
    return "json";
  }

  @Override
  public void write(S value, DataOutput out) throws IOException {
    BYTES.write(MAPPER.writeValueAsBytes(value), out);
  }

  @Override
  public S read(DataInput in) throws IOException {
    try {
      S value = MAPPER.readValue(BYTES.read(in), type);
      if (value == null) {
        throw new IOException("expected JSON of " + type.getSimpleName() + ", got null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IOException(
          "expected JSON of " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }
}
