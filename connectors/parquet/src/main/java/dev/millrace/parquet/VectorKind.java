package dev.millrace.parquet;

import java.util.Arrays;
import java.util.Optional;

/** Primitive arrays, and which numbers fit them. */
enum VectorKind {
  DOUBLES(double[].class),
  FLOATS(float[].class),
  INTS(int[].class),
  LONGS(long[].class);

  private final Class<?> type;

  VectorKind(Class<?> type) {
    this.type = type;
  }

  static Optional<VectorKind> of(Class<?> type) {
    return Arrays.stream(values()).filter(kind -> kind.type == type).findFirst();
  }

  /** Whether numbers of that kind fit, and lose nothing. */
  boolean takes(ValueKind kind) {
    return switch (this) {
      case DOUBLES -> kind == ValueKind.DOUBLE || kind == ValueKind.FLOAT || kind == ValueKind.INT;
      case FLOATS -> kind == ValueKind.FLOAT;
      case INTS -> kind == ValueKind.INT;
      case LONGS -> kind == ValueKind.LONG || kind == ValueKind.INT;
    };
  }

  /** The name of what it holds. */
  String element() {
    return type.getComponentType().getName();
  }

  Numbers numbers() {
    return switch (this) {
      case DOUBLES -> new Numbers.Doubles();
      case FLOATS -> new Numbers.Floats();
      case INTS -> new Numbers.Ints();
      case LONGS -> new Numbers.Longs();
    };
  }
}
