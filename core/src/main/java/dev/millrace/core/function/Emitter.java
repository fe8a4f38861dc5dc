package dev.millrace.core.function;

/** Takes the values that an operator gives, one at a time, in order. */
@FunctionalInterface
public interface Emitter<T> {
  void emit(T value) throws Exception;
}
