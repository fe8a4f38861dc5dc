package dev.millrace.core.state;

import dev.millrace.core.ConfigurationException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the codec that goes with a type. */
final class CodecByType {
  private static final Map<Type, StateCodec<?>> SCALARS =
      Map.ofEntries(
          Map.entry(String.class, StateCodecs.string()),
          Map.entry(Integer.class, StateCodecs.int32()),
          Map.entry(int.class, StateCodecs.int32()),
          Map.entry(Long.class, StateCodecs.int64()),
          Map.entry(long.class, StateCodecs.int64()),
          Map.entry(Float.class, StateCodecs.float32()),
          Map.entry(float.class, StateCodecs.float32()),
          Map.entry(Double.class, StateCodecs.float64()),
          Map.entry(double.class, StateCodecs.float64()),
          Map.entry(Boolean.class, StateCodecs.bool()),
          Map.entry(boolean.class, StateCodecs.bool()),
          Map.entry(Instant.class, StateCodecs.instant()),
          Map.entry(byte[].class, StateCodecs.bytes()));

  private CodecByType() {}

  /**
   * @param where what the type belongs to, for messages
   * @param within the records that the type is a part of
   */
  static StateCodec<?> of(Type type, String where, List<Class<?>> within) {
    StateCodec<?> scalar = SCALARS.get(type);
    if (scalar != null) {
      return scalar;
    }
    if (type instanceof Class<?> raw && raw.isEnum()) {
      return enumOf(raw);
    }
    if (type instanceof Class<?> raw && raw.isRecord()) {
      if (within.contains(raw)) {
        throw new ConfigurationException(where + ": a record that contains itself has no codec");
      }
      return new RecordCodec<>(raw, within);
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return new ListCodec<>(of(generic.getActualTypeArguments()[0], where, within));
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      return StateCodecs.optional(of(generic.getActualTypeArguments()[0], where, within));
    }
    throw new ConfigurationException(
        where
            + ": no codec for "
            + type.getTypeName()
            + "; there are codecs for String, Integer, Long, Float, Double, Boolean, Instant,"
            + " byte[], enums, records, and List and Optional of those; for other types use"
            + " StateCodecs.json or write a StateCodec");
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // raw is an enum
  private static StateCodec<?> enumOf(Class<?> raw) {
    return StateCodecs.enums((Class) raw);
  }
}
