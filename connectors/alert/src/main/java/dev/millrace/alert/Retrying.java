package dev.millrace.alert;

import dev.millrace.core.SinkException;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertMessage;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a courier try again, after random pauses that grow, within bounds. */
final class Retrying {
  private static final Logger LOG = LoggerFactory.getLogger(Retrying.class);

  private final Courier courier;
  private final RetryOptions options;
  private final RandomGenerator random;
  private final Pauses pauses;

  /** The message that was tried as often as it may be; one more attempt is all it gets. */
  private String spent = "";

  Retrying(Courier courier, RetryOptions options, RandomGenerator random, Pauses pauses) {
    this.courier = courier;
    this.options = options;
    this.random = random;
    this.pauses = pauses;
  }

  /** How time passes. */
  interface Pauses {
    /** Of this process. */
    Pauses REAL =
        new Pauses() {
          @Override
          public long nanos() {
            return System.nanoTime();
          }

          @Override
          public void pause(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis());
          }
        };

    long nanos();

    void pause(Duration duration) throws InterruptedException;
  }

  /**
   * @throws SinkException when it could not be told, and the pipeline is to stop
   */
  void deliver(AlertMessage message) {
    long begin = pauses.nanos();
    int attempts = spent.equals(message.id()) ? 1 : options.attempts();
    for (int attempt = 1; ; attempt++) {
      try {
        courier.deliver(message);
        return;
      } catch (DeliveryException e) {
        Duration pause = pause(attempt, e);
        Duration passed = Duration.ofNanos(pauses.nanos() - begin);
        boolean late = passed.plus(pause).compareTo(options.longest()) > 0;
        if (e.isLasting() || attempt == attempts || late) {
          spent = message.id();
          giveUp(message, attempt, e);
          return;
        }
        LOG.warn("{}; trying again in {} ms", e.getMessage(), pause.toMillis());
        sleep(pause, e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  /** As long as the other side asks for; else up to twice as long as the time before. */
  private Duration pause(int attempt, DeliveryException failure) {
    long most = options.firstPause().toMillis() << Math.min(attempt - 1, 20);
    return failure
        .retryAfter()
        .orElseGet(() -> Duration.ofMillis(random.nextLong(most / 2, most + 1)));
  }

  private void sleep(Duration pause, DeliveryException failure) {
    try {
      pauses.pause(pause);
    } catch (InterruptedException e) {
      e.addSuppressed(failure);
      throw interrupted(e);
    }
  }

  private static SinkException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SinkException("interrupted while telling an alert; the next start tells it", e);
  }

  private void giveUp(AlertMessage message, int attempts, DeliveryException failure) {
    String what =
        "alert message "
            + message.id()
            + " was not taken in "
            + attempts
            + (attempts == 1 ? " attempt: " : " attempts: ")
            + failure.getMessage();
    if (options.undelivered() == RetryOptions.Undelivered.FAIL) {
      throw new SinkException(what, failure);
    }
    LOG.error("{}; it is given up: {}", what, message.title());
    for (Alert alert : message.alerts()) {
      LOG.error("given up: {} {}", alert, alert.id());
    }
  }
}
