package dev.millrace.core.function;

import java.io.Serializable;

/** Does something with a value. */
@FunctionalInterface
public interface Consumer<T> extends Serializable {
  void accept(T value) throws Exception;
}
