package dev.millrace.core.state;

import java.util.Optional;

/**
 * The state of the key at hand, for {@link KeyStateFunction}. Valid until the function returns. A
 * state must not be modified in place: a task that is retried starts from the same state, so give
 * {@link #update} a new one.
 */
public interface KeyState<S> {
  /** What is kept now, changes by this very call included. */
  Optional<S> get();

  /**
   * Keeps {@code state} from now on.
   *
   * @throws IllegalStateException when the key is timing out
   */
  void update(S state);

  /** Keeps nothing for the key. */
  void remove();

  /** Whether the key got no values for so long that its state goes after this call. */
  boolean isTimingOut();
}
