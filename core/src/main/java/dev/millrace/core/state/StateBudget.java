package dev.millrace.core.state;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How much room the keyed state of an operator may take, and what happens to what does not fit.
 *
 * <pre>{@code
 * payments.keyBy(Payment::card)
 *     .mapWithState(totals)
 *     .named("spend")
 *     .withBudget(StateBudget.evicting(256L << 20).withTtl(Duration.ofDays(30)));
 * }</pre>
 *
 * <p>Counted are, for each key, the bytes of key and state as their codecs write them and {@value
 * #KEY_BYTES} for the table and the objects' headers. So what fits depends on the records alone: it
 * is the same on every engine, after a restart and when a batch is redone. Memory follows it to
 * within a factor that the type of the state decides.
 *
 * <p>Each of the table's partitions has its equal share and keeps to it by itself at the end of
 * every batch; while a batch is computed, its changes come on top. Where keys are unevenly spread,
 * keys are given up before the sum has reached {@code maxBytes}; it is never exceeded.
 *
 * @param maxBytes most bytes of the operator's state; at least 1
 * @param policy what happens to what does not fit
 * @param ttl a key that was not used for longer than this, in batch time, is removed without being
 *     met, whether there is room or not; zero for never
 */
public record StateBudget(long maxBytes, Policy policy, Duration ttl) implements Serializable {
  /** What a key counts beside its own bytes and its state's. */
  public static final int KEY_BYTES = 96;

  private static final StateBudget UNLIMITED = evicting(Long.MAX_VALUE);

  /** What happens to what does not fit. */
  public enum Policy {
    /**
     * The keys that were not used for the longest time are removed without being met, until the
     * rest fits: in the order of the batch times at which they were last given a state, those of
     * the same batch in the order in which they first came. A state that alone is larger than a
     * partition's share is not kept.
     */
    EVICT_LEAST_RECENTLY_USED,
    /**
     * The batch's values of a key go to the dead letters when its state would grow beyond the room
     * there is; the key keeps the state that it had, and what was put out for the values is taken
     * back. A key that grows without values, by a timer for instance, stops the pipeline.
     */
    REFUSE,
    /** The pipeline stops, with the state as it was before the batch. */
    FAIL,
    /**
     * Nothing is given up: the states of keys that were not changed for some time go to a file on
     * the local disk, in {@code java.io.tmpdir}, and are read from there when they are met. Keys
     * stay in memory, at {@value StateBudget#KEY_BYTES} bytes and their own each; when they alone
     * exceed the budget, the pipeline stops. For states that are much larger than their keys, most
     * of which are seldom met.
     */
    SPILL
  }

  public StateBudget {
    Objects.requireNonNull(policy, "policy");
    if (maxBytes < 1) {
      throw new ConfigurationException("maxBytes of state must be at least 1, got " + maxBytes);
    }
    if (ttl.isNegative()) {
      throw new ConfigurationException("ttl of state must not be negative, got " + ttl);
    }
  }

  /** No bound. */
  public static StateBudget unlimited() {
    return UNLIMITED;
  }

  /** With {@link Policy#EVICT_LEAST_RECENTLY_USED}. */
  public static StateBudget evicting(long maxBytes) {
    return new StateBudget(maxBytes, Policy.EVICT_LEAST_RECENTLY_USED, Duration.ZERO);
  }

  /** With {@link Policy#REFUSE}. */
  public static StateBudget refusing(long maxBytes) {
    return new StateBudget(maxBytes, Policy.REFUSE, Duration.ZERO);
  }

  /** With {@link Policy#FAIL}. */
  public static StateBudget failing(long maxBytes) {
    return new StateBudget(maxBytes, Policy.FAIL, Duration.ZERO);
  }

  /** With {@link Policy#SPILL}. */
  public static StateBudget spilling(long maxBytes) {
    return new StateBudget(maxBytes, Policy.SPILL, Duration.ZERO);
  }

  /** Removes keys that were not used for longer than {@code duration}. */
  public StateBudget withTtl(Duration duration) {
    return new StateBudget(maxBytes, policy, duration);
  }

  /** Whether there is any bound, of bytes or of time. */
  public boolean isLimited() {
    return maxBytes < Long.MAX_VALUE || !ttl.isZero();
  }

  /** Whether it must be known when each key was last used. */
  public boolean needsTimes() {
    return isLimited() && (policy == Policy.EVICT_LEAST_RECENTLY_USED || !ttl.isZero());
  }
}
