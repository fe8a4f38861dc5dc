package dev.millrace.core.function;

import java.io.Serializable;
import java.util.List;

/** Turns all values of one partition of one batch, in order, into any number of values. */
@FunctionalInterface
public interface MapPartitionsFunction<T, R> extends Serializable {
  void apply(List<T> partition, Emitter<R> out) throws Exception;
}
