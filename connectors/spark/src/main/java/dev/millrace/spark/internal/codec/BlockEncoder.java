package dev.millrace.spark.internal.codec;

import dev.millrace.core.internal.codec.ByteOutput;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Values of any kind as one array of bytes that says itself what it holds.
 *
 * <pre>{@code
 * values   one after the other: int8 tag, then what the tag says. A class or schema is named where
 *          it comes first and counted from 0 afterwards
 * others   what only Java can serialize, as one Object[]
 * int64    label, whatever the caller wants to say
 * int32    bytes of others
 * int32    count of values
 * }</pre>
 *
 * <p>Records are taken apart by their components and need not be Serializable. For bytes that
 * travel within one run; nothing durable is written like this.
 */
public final class BlockEncoder {
  private static final StateCodec<String> TEXT = StateCodecs.string();

  private final ByteOutput out = new ByteOutput();
  private final IdentityHashMap<Class<?>, Integer> classes = new IdentityHashMap<>();
  private final IdentityHashMap<RowSchema, Integer> schemas = new IdentityHashMap<>();
  private final List<Object> others = new ArrayList<>();
  private int count;

  /**
   * @throws dev.millrace.core.ConfigurationException for a class that cannot be sent, naming it
   */
  public void add(Object value) {
    try {
      write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array in memory does not fail
    }
    count++;
  }

  /** A block of one value. */
  public static byte[] single(Object value) {
    BlockEncoder encoder = new BlockEncoder();
    encoder.add(value);
    return encoder.finish(0);
  }

  /** How many bytes the values take so far. */
  public int size() {
    return out.size();
  }

  /** The block; nothing may be added afterwards. */
  public byte[] finish(long label) {
    byte[] serialized = others.isEmpty() ? new byte[0] : Others.serialize(others);
    out.write(serialized);
    out.writeLong(label);
    out.writeInt(serialized.length);
    out.writeInt(count);
    return out.toBytes();
  }

  ByteOutput out() {
    return out;
  }

  ByteOutput tagged(int tag) {
    out.write(tag);
    return out;
  }

  void write(Object value) throws IOException {
    if (value == null) {
      out.write(Tags.NULL);
    } else {
      Shapes.of(value.getClass()).write(value, this);
    }
  }

  void writeText(int tag, String text) throws IOException {
    out.write(tag);
    TEXT.write(text, out);
  }

  void writeClass(Class<?> type) {
    Integer known = classes.get(type);
    if (known != null) {
      out.writeInt(known);
      return;
    }
    out.writeInt(classes.size());
    classes.put(type, classes.size());
    try {
      TEXT.write(type.getName(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array in memory does not fail
    }
  }

  void writeRow(Row row) throws IOException {
    RowSchema schema = row.schema();
    out.write(Tags.ROW);
    Integer known = schemas.get(schema);
    if (known != null) {
      out.writeInt(known);
    } else {
      out.writeInt(schemas.size());
      schemas.put(schema, schemas.size());
      write(schema);
    }
    for (int column = 0; column < schema.width(); column++) {
      if (schema.columns().get(column).type() == RowSchema.Type.NUMBER) {
        out.writeDouble(row.number(column));
      } else {
        TEXT.write(row.text(column), out);
      }
    }
  }

  /** Leaves a value to Java's serialization. */
  void writeOther(Object value) {
    out.write(Tags.OTHER);
    out.writeInt(others.size());
    others.add(value);
  }
}
