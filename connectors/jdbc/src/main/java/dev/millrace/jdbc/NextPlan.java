package dev.millrace.jdbc;

import dev.millrace.core.source.PlanLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the next plan before anybody asks for it: the database reads on while the plan before is
 * made durable. Where plans are asked for one soon after the other, that is; else what was found
 * would be out of date. At most one at a time; used by one thread at a time.
 *
 * @param <P> the plan
 */
final class NextPlan<P> implements AutoCloseable {
  /** As old as a plan may be, so that rows that come late are seen as if it were made when due. */
  static final Duration FRESH = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(NextPlan.class);
  private static final int CLOSING_SECONDS = 5;

  private final LongSupplier nanos;
  private final ExecutorService thread;
  private Optional<Begun<P>> begun = Optional.empty();
  private OptionalLong asked = OptionalLong.empty();
  private boolean isInDemand;

  /**
   * @param nanos the time, as {@link System#nanoTime}
   */
  NextPlan(String source, LongSupplier nanos) {
    this.nanos = nanos;
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "millrace-jdbc-" + source);
              made.setDaemon(true);
              return made;
            });
  }

  /** A plan that is being found, what for, and since when. */
  private record Begun<P>(Place from, PlanLimits limits, long nanos, Future<P> plan) {}

  /** Whether plans are asked for so soon after each other that one found early would be fresh. */
  boolean isInDemand() {
    return isInDemand;
  }

  /** Begins to find the plan of what comes behind a place. */
  void begin(Place from, PlanLimits limits, Callable<P> finding) {
    begun = Optional.of(new Begun<>(from, limits, nanos.getAsLong(), thread.submit(finding)));
  }

  /**
   * Waits until nothing is being found.
   *
   * @return the plan, once, if it is what was begun, was found, and is fresh
   */
  Optional<P> take(Place from, PlanLimits limits) throws InterruptedException {
    long now = nanos.getAsLong();
    isInDemand = asked.isPresent() && isFresh(asked.getAsLong(), now);
    asked = OptionalLong.of(now);
    if (begun.isEmpty()) {
      return Optional.empty();
    }
    Begun<P> last = begun.get();
    Optional<P> plan = await(last.plan());
    begun = Optional.empty();
    boolean isWanted = last.from().equals(from) && last.limits().equals(limits);
    return isWanted && isFresh(last.nanos(), now) ? plan : Optional.empty();
  }

  private static boolean isFresh(long since, long now) {
    return now - since <= FRESH.toNanos();
  }

  /** Whoever finds it again is told whether it still fails. */
  private static <P> Optional<P> await(Future<P> plan) throws InterruptedException {
    try {
      return Optional.of(plan.get());
    } catch (ExecutionException e) {
      LOG.debug("reading on failed", e);
      return Optional.empty();
    }
  }

  /** Waits a while for what is being found: drivers take it ill to be interrupted, or closed. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
