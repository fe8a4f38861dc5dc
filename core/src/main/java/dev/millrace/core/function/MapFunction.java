package dev.millrace.core.function;

import java.io.Serializable;

/** Turns one value into another. */
@FunctionalInterface
public interface MapFunction<T, R> extends Serializable {
  R apply(T value) throws Exception;
}
