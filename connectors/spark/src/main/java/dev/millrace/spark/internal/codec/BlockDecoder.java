package dev.millrace.spark.internal.codec;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what {@link BlockEncoder} wrote. */
public final class BlockDecoder {
  private static final int TRAILER = 16;
  private static final StateCodec<String> TEXT = StateCodecs.string();

  private final byte[] block;
  private final ByteInput in;
  private final int count;
  private final List<Class<?>> classes = new ArrayList<>();
  private final List<RowSchema> schemas = new ArrayList<>();
  private Object[] others;

  public BlockDecoder(byte[] block) {
    this.block = block;
    this.in = new ByteInput(block);
    this.count = ByteBuffer.wrap(block).getInt(block.length - 4);
  }

  /** What was given to {@link BlockEncoder#finish}. */
  public static long label(byte[] block) {
    return ByteBuffer.wrap(block).getLong(block.length - TRAILER);
  }

  /** The value of a block of one. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // what was written as T is read as T
  public static <T> T single(byte[] block) {
    return new BlockDecoder(block).<T>toList().get(0);
  }

  /** How many values there are. */
  public int count() {
    return count;
  }

  /** Hands over all values; once. */
  @SuppressWarnings("unchecked") // what was written as T is read as T
  public <T> void forEach(Emitter<? super T> out) throws Exception {
    for (int i = 0; i < count; i++) {
      out.emit((T) read());
    }
  }

  /** All values; once. */
  @SuppressWarnings("unchecked") // what was written as T is read as T
  public <T> List<T> toList() {
    List<T> values = new ArrayList<>(count);
    try {
      for (int i = 0; i < count; i++) {
        values.add((T) read());
      }
    } catch (IOException e) {
      throw new IllegalStateException("a block of values is damaged", e);
    }
    return values;
  }

  ByteInput in() {
    return in;
  }

  Object read() throws IOException {
    int tag = in.readByte();
    return switch (tag) {
      case Tags.NULL -> null;
      case Tags.TRUE -> true;
      case Tags.FALSE -> false;
      case Tags.BYTE -> in.readByte();
      case Tags.SHORT -> in.readShort();
      case Tags.CHAR -> in.readChar();
      case Tags.INT -> in.readInt();
      case Tags.LONG -> in.readLong();
      case Tags.FLOAT -> in.readFloat();
      case Tags.DOUBLE -> in.readDouble();
      case Tags.STRING -> TEXT.read(in);
      case Tags.ENUM -> readClass().getEnumConstants()[in.readInt()];
      case Tags.RECORD -> RecordShape.of(readClass()).read(this);
      case Tags.LIST -> elements(size -> new ArrayList<>(size));
      case Tags.HASH_SET -> elements(size -> new HashSet<>());
      case Tags.LINKED_SET -> elements(size -> new LinkedHashSet<>());
      case Tags.TREE_SET -> elements(size -> new TreeSet<>());
      case Tags.HASH_MAP -> entries(new HashMap<>());
      case Tags.LINKED_MAP -> entries(new LinkedHashMap<>());
      case Tags.TREE_MAP -> entries(new TreeMap<>());
      case Tags.NOTHING -> Optional.empty();
      case Tags.PRESENT -> Optional.of(read());
      case Tags.INSTANT -> Instant.ofEpochSecond(in.readLong(), in.readInt());
      case Tags.DURATION -> Duration.ofSeconds(in.readLong(), in.readInt());
      case Tags.ROW -> readRow();
      case Tags.OBJECTS -> readObjects();
      case Tags.OTHER -> other(in.readInt());
      default -> Arrays.read(tag, in);
    };
  }

  /** Makes an empty collection for so many elements. */
  @FunctionalInterface
  private interface Maker {
    Collection<Object> make(int size);
  }

  private Object elements(Maker maker) throws IOException {
    int size = in.readInt();
    Collection<Object> collection = maker.make(size);
    for (int i = 0; i < size; i++) {
      collection.add(read());
    }
    return collection;
  }

  private Object entries(Map<Object, Object> map) throws IOException {
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      Object key = read();
      map.put(key, read());
    }
    return map;
  }

  private Object readObjects() throws IOException {
    Class<?> component = readClass();
    Object[] array = (Object[]) Array.newInstance(component, in.readInt());
    for (int i = 0; i < array.length; i++) {
      array[i] = read();
    }
    return array;
  }

  private Row readRow() throws IOException {
    int index = in.readInt();
    if (index == schemas.size()) {
      schemas.add((RowSchema) read());
    }
    RowSchema schema = schemas.get(index);
    double[] numbers = new double[schema.width()];
    String[] texts = new String[schema.width()];
    for (int column = 0; column < numbers.length; column++) {
      boolean number = schema.columns().get(column).type() == RowSchema.Type.NUMBER;
      numbers[column] = number ? in.readDouble() : Double.NaN;
      texts[column] = number ? "" : TEXT.read(in);
    }
    return new Row(schema, numbers, texts);
  }

  private Class<?> readClass() throws IOException {
    int index = in.readInt();
    if (index == classes.size()) {
      String name = TEXT.read(in);
      try {
        classes.add(Class.forName(name, false, Thread.currentThread().getContextClassLoader()));
      } catch (ClassNotFoundException e) {
        throw new ConfigurationException(
            "class "
                + name
                + " is missing here; ship its jar with spark-submit --jars or spark.jars",
            e);
      }
    }
    return classes.get(index);
  }

  private Object other(int index) {
    if (others == null) {
      int length = ByteBuffer.wrap(block).getInt(block.length - 8);
      others = Others.deserialize(block, block.length - TRAILER - length, length);
    }
    return others[index];
  }
}
