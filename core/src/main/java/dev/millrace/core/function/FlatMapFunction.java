package dev.millrace.core.function;

import java.io.Serializable;

/**
 * Turns one value into any number of values, handed to {@code out} as they are found, so that none
 * needs a list: {@code (line, out) -> { for (String word : line.split(" ")) out.emit(word); }}.
 */
@FunctionalInterface
public interface FlatMapFunction<T, R> extends Serializable {
  void apply(T value, Emitter<R> out) throws Exception;
}
