package dev.millrace.core.state;

import dev.millrace.core.KeyValue;
import java.io.DataOutput;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Ready-made codecs.
 *
 * <pre>{@code
 * record Spend(double total, Instant last) {}
 *
 * StateCodec<Spend> codec = StateCodecs.record(Spend.class); // record(total:f64,last:instant)
 * }</pre>
 *
 * <p>A codec that is made of others keeps their laws if they do. {@link #list} trusts that an
 * element takes at least one byte.
 */
public final class StateCodecs {
  private static final StateCodec<String> STRING = new StringCodec();
  private static final StateCodec<byte[]> BYTES = new BytesCodec();
  private static final StateCodec<Integer> INT32 =
      new ScalarCodec<>("i32", DataOutput::writeInt, in -> in.readInt());
  private static final StateCodec<Long> INT64 =
      new ScalarCodec<>("i64", DataOutput::writeLong, in -> in.readLong());
  private static final StateCodec<Float> FLOAT32 =
      new ScalarCodec<>("f32", DataOutput::writeFloat, in -> in.readFloat());
  private static final StateCodec<Double> FLOAT64 =
      new ScalarCodec<>("f64", DataOutput::writeDouble, in -> in.readDouble());
  private static final StateCodec<Boolean> BOOL =
      new ScalarCodec<>("bool", DataOutput::writeBoolean, in -> flag(in.readByte()));
  private static final StateCodec<Instant> INSTANT =
      new ScalarCodec<>(
          "instant",
          (out, value) -> {
            out.writeLong(value.getEpochSecond());
            out.writeInt(value.getNano());
          },
          in -> instant(in.readLong(), in.readInt()));

  private StateCodecs() {}

  /** Text of any length. */
  public static StateCodec<String> string() {
    return STRING;
  }

  public static StateCodec<Integer> int32() {
    return INT32;
  }

  public static StateCodec<Long> int64() {
    return INT64;
  }

  /** Every value bit for bit, but one NaN for all. */
  public static StateCodec<Float> float32() {
    return FLOAT32;
  }

  /** Every value bit for bit, but one NaN for all. */
  public static StateCodec<Double> float64() {
    return FLOAT64;
  }

  public static StateCodec<Boolean> bool() {
    return BOOL;
  }

  public static StateCodec<Instant> instant() {
    return INSTANT;
  }

  public static StateCodec<byte[]> bytes() {
    return BYTES;
  }

  /** Constants by name: they may be moved and added, but not renamed. */
  public static <E extends Enum<E>> StateCodec<E> enums(Class<E> type) {
    return new EnumCodec<>(Objects.requireNonNull(type, "type"), new StringCodec());
  }

  public static <E> StateCodec<Optional<E>> optional(StateCodec<E> values) {
    return new OptionalCodec<>(BOOL, Objects.requireNonNull(values, "values"));
  }

  /** Lists; what is read cannot be modified. */
  public static <E> StateCodec<List<E>> list(StateCodec<E> elements) {
    return new ListCodec<>(Objects.requireNonNull(elements, "elements"));
  }

  public static <K, V> StateCodec<KeyValue<K, V>> pair(StateCodec<K> keys, StateCodec<V> values) {
    return new PairCodec<>(
        Objects.requireNonNull(keys, "keys"), Objects.requireNonNull(values, "values"));
  }

  /**
   * A record whose components are of types that {@link #of} knows, or lists or optionals of those.
   * Its layout names the components and their types, so a record that was changed is noticed.
   *
   * @throws dev.millrace.core.ConfigurationException naming the component that has no codec
   */
  public static <S> StateCodec<S> record(Class<S> type) {
    return new RecordCodec<>(type, List.of());
  }

  /**
   * Anything that Jackson writes and reads as JSON without help. Slower and longer than {@link
   * #record}, but properties may be added with a default. Equal values give equal bytes if their
   * collections have an order.
   */
  public static <S> StateCodec<S> json(Class<S> type) {
    return new JsonCodec<>(Objects.requireNonNull(type, "type"));
  }

  /**
   * The codec for a class: strings, boxed numbers and booleans, instants, {@code byte[]}, enums,
   * records.
   *
   * @throws dev.millrace.core.ConfigurationException when there is none
   */
  @SuppressWarnings("unchecked") // chosen by the type
  public static <S> StateCodec<S> of(Class<S> type) {
    return (StateCodec<S>) CodecByType.of(type, "state", List.of());
  }

  /**
   * A codec of a layout, for who reads state without the types that it was written with. Records
   * become maps by the names of their components, enums their names, {@link #json} its text;
   * everything else is what it was. Bytes read and written again are the same bytes.
   *
   * @return empty when the layout is of a codec that is not among these
   */
  public static Optional<StateCodec<Object>> ofLayout(String layout) {
    return LayoutParser.parse(layout);
  }

  private static boolean flag(byte value) throws IOException {
    if (value != 0 && value != 1) {
      throw new IOException("expected 0 or 1, got " + value);
    }
    return value == 1;
  }

  private static Instant instant(long seconds, int nanos) throws IOException {
    if (nanos < 0 || nanos > 999_999_999) {
      throw new IOException("expected 0 to 999999999 nanoseconds, got " + nanos);
    }
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException e) {
      throw new IOException("no instant has " + seconds + " seconds", e);
    }
  }
}
