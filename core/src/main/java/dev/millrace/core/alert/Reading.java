package dev.millrace.core.alert;

import java.io.Serializable;

/** The number that an {@link AlertRule} takes from a row. */
@FunctionalInterface
public interface Reading<T> extends Serializable {
  /** The number; NaN when the row is of no account to the rule. */
  double of(T row) throws Exception;
}
