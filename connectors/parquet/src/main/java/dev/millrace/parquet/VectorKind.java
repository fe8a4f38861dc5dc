package dev.millrace.parquet;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Primitive arrays, and which numbers fit them. */
enum VectorKind {
  DOUBLES(
      double[].class,
      EnumSet.of(ValueKind.DOUBLE, ValueKind.FLOAT, ValueKind.INT),
      Numbers.Doubles::new),
  FLOATS(float[].class, EnumSet.of(ValueKind.FLOAT), Numbers.Floats::new),
  INTS(int[].class, EnumSet.of(ValueKind.INT), Numbers.Ints::new),
  LONGS(long[].class, EnumSet.of(ValueKind.LONG, ValueKind.INT), Numbers.Longs::new);

  private final Class<?> type;
  private final Set<ValueKind> fitting;
  private final Supplier<Numbers> numbers;

  VectorKind(Class<?> type, Set<ValueKind> fitting, Supplier<Numbers> numbers) {
    this.type = type;
    this.fitting = fitting;
    this.numbers = numbers;
  }

  static Optional<VectorKind> of(Class<?> type) {
    return Arrays.stream(values()).filter(kind -> kind.type == type).findFirst();
  }

  /** Whether numbers of that kind fit, and lose nothing. */
  boolean takes(ValueKind kind) {
    return fitting.contains(kind);
  }

  String element() {
    return type.getComponentType().getName();
  }

  Numbers numbers() {
    return numbers.get();
  }
}
