package dev.millrace.core.function;

import java.io.Serializable;

/** Turns two values into one. */
@FunctionalInterface
public interface BiFunction<T, U, R> extends Serializable {
  R apply(T left, U right) throws Exception;
}
