package dev.millrace.core.function;

import java.io.Serializable;

/** Says whether a value stays. */
@FunctionalInterface
public interface FilterFunction<T> extends Serializable {
  boolean test(T value) throws Exception;
}
