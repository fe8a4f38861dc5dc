package dev.millrace.jdbc;

import dev.millrace.core.source.PlanLimits;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Finds the next plan before anybody asks for it: the database reads on while the plan before is
 * made durable. At most one at a time; used by one thread at a time.
 *
 * @param <P> the plan
 */
final class NextPlan<P> implements AutoCloseable {
  private static final int CLOSING_SECONDS = 5;

  private final ExecutorService thread;
  private Optional<Begun<P>> begun = Optional.empty();

  NextPlan(String source) {
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "millrace-jdbc-" + source);
              made.setDaemon(true);
              return made;
            });
  }

  /** A plan that is being found, and what for. */
  private record Begun<P>(Place from, PlanLimits limits, Future<P> plan) {}

  /** Begins to find the plan of what comes behind a place. */
  void begin(Place from, PlanLimits limits, Callable<P> finding) {
    begun = Optional.of(new Begun<>(from, limits, thread.submit(finding)));
  }

  /**
   * Waits until nothing is being found.
   *
   * @return the plan, once, if it is what was begun; throws what failed
   */
  Optional<P> take(Place from, PlanLimits limits) throws Exception {
    if (begun.isEmpty()) {
      return Optional.empty();
    }
    Begun<P> last = begun.get();
    boolean isWanted = last.from().equals(from) && last.limits().equals(limits);
    try {
      P plan = last.plan().get();
      begun = Optional.empty();
      return isWanted ? Optional.of(plan) : Optional.empty();
    } catch (ExecutionException e) {
      begun = Optional.empty();
      if (!isWanted) {
        return Optional.empty();
      }
      throw e.getCause() instanceof Exception failure ? failure : e;
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
