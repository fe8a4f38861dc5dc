package dev.millrace.core.function;

import java.io.Serializable;

/** Combines two values into one; associative. It may return either argument but modify neither. */
@FunctionalInterface
public interface ReduceFunction<T> extends Serializable {
  T apply(T left, T right) throws Exception;
}
