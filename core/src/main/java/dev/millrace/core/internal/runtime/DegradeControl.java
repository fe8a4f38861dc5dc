package dev.millrace.core.internal.runtime;

import dev.millrace.core.DegradePolicy;
import java.time.Duration;
import java.util.Optional;

/** Decides for each new batch whether it is degraded. */
final class DegradeControl {
  private final Optional<DegradePolicy> policy;
  private boolean degraded;
  private int fullInARow;

  DegradeControl(Optional<DegradePolicy> policy) {
    this.policy = policy;
  }

  /**
   * A batch is being planned.
   *
   * @param delay how long after it was due it begins
   * @param full whether it takes as many records as it may
   */
  boolean decide(Duration delay, boolean full) {
    fullInARow = full ? fullInARow + 1 : 0;
    degraded = policy.isPresent() && decide(policy.get(), delay);
    return degraded;
  }

  private boolean decide(DegradePolicy limits, Duration delay) {
    Duration longest = degraded ? limits.delayBelow() : limits.delayAbove();
    int mostFull = degraded ? 1 : limits.fullBatches();
    return delay.compareTo(longest) > 0 || (limits.fullBatches() > 0 && fullInARow >= mostFull);
  }

  /** A batch is redone as it was decided then. */
  void redo(boolean asDegraded) {
    degraded = asDegraded;
  }
}
