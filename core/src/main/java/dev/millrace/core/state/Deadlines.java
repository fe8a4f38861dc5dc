package dev.millrace.core.state;

import dev.millrace.core.BatchInfo;
import java.io.Serializable;

/**
 * When a key wants to be visited although it gets no values, as its state says. An engine keeps the
 * keys of a table in the order of these times, so that finding those that are due costs what is
 * due; the order follows from the states and is not saved.
 *
 * <p>Must depend on nothing but the state, and be stateless and thread-safe. See {@link
 * dev.millrace.core.engine.StateFunction.Visit#DUE}.
 */
public interface Deadlines<S> extends Serializable {
  /** Later than any time. */
  long NEVER = Long.MAX_VALUE;

  /** The event time, in milliseconds since 1970, at which the key is due, or {@link #NEVER}. */
  long eventTime(S state);

  /**
   * The point of the pipeline's own progress at which the key is due, or {@link #NEVER}; due when
   * {@link #progress} has come that far.
   */
  long processing(S state);

  /** How far the pipeline has come with a batch: the batch's time, in milliseconds since 1970. */
  default long progress(BatchInfo batch) {
    return batch.time().toEpochMilli();
  }

  /** No key is ever due. */
  @SuppressWarnings("unchecked") // looks at no state
  static <S> Deadlines<S> none() {
    return (Deadlines<S>) NoDeadlines.INSTANCE;
  }
}
