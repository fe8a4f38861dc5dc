package dev.millrace.core.state;

import dev.millrace.core.time.KeyTimer;
import dev.millrace.core.time.Watermark;
import java.time.Instant;
import java.util.Optional;

/**
 * The key at hand, for {@link KeyProcessFunction}: its state and its timers. Valid until the
 * function returns. A state must not be modified in place: a task that is retried starts from the
 * same state, so give {@link #update} a new one.
 */
public interface KeyProcess<S> {
  /** What is kept now, changes by this very call included. */
  Optional<S> get();

  /** Keeps {@code state} from now on. */
  void update(S state);

  /** Keeps nothing for the key; its timers stay. */
  void remove();

  /** Meets the key again at that time, once, however often it is asked for. */
  void set(KeyTimer timer);

  /** Forgets a timer, if there is such a one. */
  void cancel(KeyTimer timer);

  /**
   * How far the stream is complete: while values are met, as it was before the batch, unless they
   * are met in the order of their times; else as the batch's records have made it.
   */
  Watermark watermark();

  Instant batchTime();
}
