package dev.millrace.ml.feature;

import java.io.Serializable;

/** Gives a number of a row; may throw, which makes the row a bad record. */
@FunctionalInterface
public interface NumberFunction<T> extends Serializable {
  double apply(T row) throws Exception;
}
