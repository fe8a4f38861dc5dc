package dev.millrace.core.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a {@link StateWriter} wrote, by name. A field that is missing, of another type or
 * reaching beyond the data is a {@link CheckpointException} that names the part and the field;
 * lengths are checked before anything is allocated. Immutable.
 */
public final class StateReader {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(1 << 28).build())
              .build());

  private final String part;
  private final JsonNode json;
  private final ByteBuffer tail;
  private final Optional<Storage> storage;

  private StateReader(String part, JsonNode json, ByteBuffer tail, Optional<Storage> storage) {
    this.part = part;
    this.json = json;
    this.tail = tail;
    this.storage = storage;
  }

  /**
   * @param part what the bytes are the state of, for messages
   * @param bytes as {@link StateWriter#toBytes} gave them; not modified, kept
   */
  public static StateReader of(String part, byte[] bytes) {
    return of(part, bytes, Optional.empty());
  }

  /**
   * As {@link #of(String, byte[])}.
   *
   * @param storage where files are that the state may need
   */
  public static StateReader of(String part, byte[] bytes, Storage storage) {
    return of(part, bytes, Optional.of(storage));
  }

  private static StateReader of(String part, byte[] bytes, Optional<Storage> storage) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 8 || in.getInt() != StateWriter.MAGIC) {
      throw new CheckpointException("state of '" + part + "': not in Millrace's state format");
    }
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new CheckpointException(
          "state of '" + part + "': header of " + length + " bytes in " + bytes.length + " bytes");
    }
    try {
      JsonNode json = MAPPER.readTree(bytes, 8, length);
      if (json == null || !json.isObject()) {
        throw new CheckpointException("state of '" + part + "': header is not a JSON object");
      }
      in.position(8 + length);
      return new StateReader(part, json, in.slice().order(ByteOrder.LITTLE_ENDIAN), storage);
    } catch (IOException e) {
      throw new CheckpointException("state of '" + part + "': header is not JSON", e);
    }
  }

  /** What this is the state of. */
  public String part() {
    return part;
  }

  public boolean has(String name) {
    return json.has(name);
  }

  /** The names of all fields, in the order in which they were written. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public long getLong(String name) {
    JsonNode node = field(name);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw wrong(name, "a whole number");
    }
    return node.longValue();
  }

  /** As {@link #getLong}, checked to lie within {@code min} and {@code max}, both inclusive. */
  public int getInt(String name, int min, int max) {
    long value = getLong(name);
    if (value < min || value > max) {
      throw wrong(name, "a whole number from " + min + " to " + max);
    }
    return (int) value;
  }

  public double getDouble(String name) {
    double[] values = getDoubles(name);
    if (values.length != 1) {
      throw wrong(name, "one number");
    }
    return values[0];
  }

  public boolean getBoolean(String name) {
    JsonNode node = field(name);
    if (!node.isBoolean()) {
      throw wrong(name, "true or false");
    }
    return node.booleanValue();
  }

  public String getString(String name) {
    JsonNode node = field(name);
    if (!node.isTextual()) {
      throw wrong(name, "a text");
    }
    return node.textValue();
  }

  public List<String> getStrings(String name) {
    JsonNode node = field(name);
    if (!node.isArray()) {
      throw wrong(name, "a list of texts");
    }
    List<String> values = new ArrayList<>(node.size());
    for (JsonNode value : node) {
      if (!value.isTextual()) {
        throw wrong(name, "a list of texts");
      }
      values.add(value.textValue());
    }
    return values;
  }

  public double[] getDoubles(String name) {
    ByteBuffer bytes = array(name, "f64", Double.BYTES);
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  /** As {@link #getDoubles}, checked to have exactly {@code length} elements. */
  public double[] getDoubles(String name, int length) {
    double[] values = getDoubles(name);
    if (values.length != length) {
      throw wrong(name, length + " numbers, but it has " + values.length);
    }
    return values;
  }

  public long[] getLongs(String name) {
    ByteBuffer bytes = array(name, "i64", Long.BYTES);
    long[] values = new long[bytes.remaining() / Long.BYTES];
    bytes.asLongBuffer().get(values);
    return values;
  }

  public int[] getInts(String name) {
    ByteBuffer bytes = array(name, "i32", Integer.BYTES);
    int[] values = new int[bytes.remaining() / Integer.BYTES];
    bytes.asIntBuffer().get(values);
    return values;
  }

  public byte[] getBytes(String name) {
    ByteBuffer bytes = array(name, "raw", 1);
    byte[] values = new byte[bytes.remaining()];
    bytes.get(values);
    return values;
  }

  /**
   * A field of whatever type: a {@code Long}, {@code Boolean}, {@code String}, list of strings,
   * {@code double[]}, {@code long[]}, {@code int[]}, {@code byte[]}, or a {@code StateReader} for a
   * nested object. A single double is an array of one.
   */
  public Object value(String name) {
    JsonNode node = field(name);
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isArray()) {
      return getStrings(name);
    }
    if (!node.isObject()) {
      return getLong(name);
    }
    if (!node.has("at")) {
      return get(name);
    }
    return switch (node.path("type").asText()) {
      case "f64" -> getDoubles(name);
      case "i64" -> getLongs(name);
      case "i32" -> getInts(name);
      default -> getBytes(name);
    };
  }

  /** A nested object. */
  public StateReader get(String name) {
    JsonNode node = field(name);
    if (!node.isObject() || node.has("at")) {
      throw wrong(name, "a nested object");
    }
    return new StateReader(part + "/" + name, node, tail, storage);
  }

  /** Bytes that are the state of something, as {@link StateWriter#toBytes} gave them. */
  public StateReader getNested(String name) {
    return of(part + "/" + name, getBytes(name), storage);
  }

  /** Where files are that the state may need. */
  public Optional<Storage> storage() {
    return storage;
  }

  private JsonNode field(String name) {
    JsonNode node = json.get(name);
    if (node == null) {
      throw new CheckpointException(
          "state of '" + part + "' has no field '" + name + "'; it has " + names());
    }
    return node;
  }

  private ByteBuffer array(String name, String type, int width) {
    JsonNode node = field(name);
    long at = node.path("at").asLong(-1);
    long count = node.path("count").asLong(-1);
    if (!type.equals(node.path("type").asText())) {
      throw wrong(name, "an array of " + type);
    }
    if (at < 0 || count < 0 || at > tail.capacity() || count > (tail.capacity() - at) / width) {
      throw wrong(name, "inside the data");
    }
    return tail.slice((int) at, (int) (count * width)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private CheckpointException wrong(String name, String expected) {
    return new CheckpointException(
        "state of '" + part + "': field '" + name + "' should be " + expected);
  }
}
