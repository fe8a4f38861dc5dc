package dev.millrace.kinesis;

import dev.millrace.core.time.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks Kinesis until it answers, or patience is over. Used by one thread. */
final class Patient {
  private final Backoff backoff;
  private final Function<RuntimeException, RuntimeException> failure;

  /**
   * @param failure makes what is thrown of what Kinesis said last
   */
  Patient(Duration patience, Function<RuntimeException, RuntimeException> failure) {
    this.backoff = new Backoff(patience, ThreadLocalRandom.current());
    this.failure = failure;
  }

  <R> R call(Supplier<R> request) throws InterruptedException {
    while (true) {
      R answer;
      try {
        answer = request.get();
      } catch (RuntimeException e) {
        if (!Failures.passes(e)) {
          throw failure.apply(e);
        }
        await(e);
        continue;
      }
      backoff.reset();
      return answer;
    }
  }

  /** Waits after a failure. */
  void await(RuntimeException e) throws InterruptedException {
    Optional<Duration> wait = backoff.next(System.nanoTime());
    if (wait.isEmpty()) {
      throw failure.apply(e);
    }
    Thread.sleep(wait.get().toMillis());
  }
}
