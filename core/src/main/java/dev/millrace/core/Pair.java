package dev.millrace.core;

import java.io.Serializable;
import java.util.Optional;

/** Two values that belong together: what a join gives for a key. */
public record Pair<L, R>(L left, R right) implements Serializable {
  /** What stands for a side when it travels: the class library's Optional cannot. */
  private record Side(boolean isOptional, Object value) implements Serializable {
    static Side of(Object value) {
      return value instanceof Optional<?> optional
          ? new Side(true, optional.orElse(null))
          : new Side(false, value);
    }

    Object unpacked() {
      return isOptional ? Optional.ofNullable(value) : value;
    }
  }

  /** A pair one side of which is an Optional, as outer joins give, on its way. */
  private record Travelling(Side left, Side right) implements Serializable {
    private Object readResolve() {
      return new Pair<>(left.unpacked(), right.unpacked());
    }
  }

  private Object writeReplace() {
    return left instanceof Optional<?> || right instanceof Optional<?>
        ? new Travelling(Side.of(left), Side.of(right))
        : this;
  }
}
