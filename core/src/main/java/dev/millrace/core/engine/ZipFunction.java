package dev.millrace.core.engine;

import dev.millrace.core.function.Emitter;
import java.io.Serializable;
import java.util.List;

/** Combines one partition of each of two batches. */
@FunctionalInterface
public interface ZipFunction<T, U, R> extends Serializable {
  void apply(List<T> left, List<U> right, Emitter<R> out) throws Exception;
}
