package dev.millrace.core.function;

import java.io.Serializable;

/** Gives the key of a value; never null. */
@FunctionalInterface
public interface KeyExtractor<T, K> extends Serializable {
  K key(T value) throws Exception;
}
