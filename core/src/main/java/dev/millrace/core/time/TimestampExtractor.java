package dev.millrace.core.time;

import java.io.Serializable;

/** Tells when what a record speaks of happened. See {@link EventTime}. */
@FunctionalInterface
public interface TimestampExtractor<T> extends Serializable {
  /** Milliseconds since 1970; a record's time never changes. */
  long epochMillis(T value) throws Exception;
}
