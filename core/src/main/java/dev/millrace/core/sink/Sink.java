package dev.millrace.core.sink;

import java.io.Serializable;

/**
 * Where results go. A sink is an immutable description; {@link #open} makes the {@link SinkWriter}
 * that works for one run, on the driver.
 *
 * <p>{@code dev.millrace.core.testing.SinkConformance} checks an implementation.
 */
public interface Sink<T> extends Serializable {
  SinkWriter<T> open(SinkContext context) throws Exception;

  /** What a reader of the sink may count on when the process is killed at any moment. */
  Delivery delivery();
}
