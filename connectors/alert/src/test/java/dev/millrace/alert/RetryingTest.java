package dev.millrace.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SinkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryingTest {
  /** Notes pauses and lets time pass by them alone. */
  private static final class Paused implements Retrying.Pauses {
    final List<Duration> pauses = new ArrayList<>();
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void pause(Duration duration) {
      pauses.add(duration);
      nanos += duration.toNanos();
    }
  }

  private final Paused time = new Paused();
  private int attempts;

  private Retrying retrying(Courier courier, RetryOptions options) {
    return new Retrying(
        message -> {
          attempts++;
          courier.deliver(message);
        },
        options,
        new Random(1),
        time);
  }

  private static DeliveryException busy(Optional<Duration> retryAfter) {
    return DeliveryException.passing("busy", retryAfter);
  }

  @Test
  void shouldTryAgainAfterPausesThatGrow() {
    Courier late =
        message -> {
          if (attempts < 5) {
            throw busy(Optional.empty());
          }
        };
    retrying(late, RetryOptions.defaults()).deliver(Messages.message(1));
    assertEquals(5, attempts);
    for (int i = 0; i < 4; i++) {
      long most = 500L << i;
      long pause = time.pauses.get(i).toMillis();
      assertTrue(pause >= most / 2 && pause <= most, i + ": " + pause);
    }
  }

  @Test
  void shouldWaitAsLongAsItIsAsked() {
    Courier late =
        message -> {
          if (attempts < 2) {
            throw busy(Optional.of(Duration.ofSeconds(7)));
          }
        };
    retrying(late, RetryOptions.defaults()).deliver(Messages.message(1));
    assertEquals(List.of(Duration.ofSeconds(7)), time.pauses);
  }

  @Test
  void shouldGiveUpInTimeAndThenTryOnceMore() {
    Courier never =
        message -> {
          throw busy(Optional.empty());
        };
    Retrying retrying = retrying(never, RetryOptions.defaults().withAttempts(4));
    SinkException failed =
        assertThrows(SinkException.class, () -> retrying.deliver(Messages.message(1)));
    assertEquals("alert message message-1 was not taken in 4 attempts: busy", failed.getMessage());
    assertThrows(SinkException.class, () -> retrying.deliver(Messages.message(1)));
    assertEquals(5, attempts, "the pipeline's own attempts are not multiplied");
    assertThrows(SinkException.class, () -> retrying.deliver(Messages.message(2)));
    assertEquals(9, attempts);
  }

  @Test
  void shouldNotWaitLongerThanItMay() {
    Courier never =
        message -> {
          throw busy(Optional.of(Duration.ofSeconds(20)));
        };
    Retrying retrying = retrying(never, RetryOptions.defaults());
    assertThrows(SinkException.class, () -> retrying.deliver(Messages.message(1)));
    assertEquals(List.of(Duration.ofSeconds(20)), time.pauses, "the second would go beyond 30 s");
  }

  @Test
  void shouldNotTryAgainWhatIsFinal() {
    Courier never =
        message -> {
          throw DeliveryException.lasting("gone", null);
        };
    Retrying retrying = retrying(never, RetryOptions.defaults());
    assertThrows(SinkException.class, () -> retrying.deliver(Messages.message(1)));
    assertEquals(1, attempts);
  }

  @Test
  void shouldGoOnWhereItIsToldTo() {
    Courier never =
        message -> {
          throw DeliveryException.lasting("gone", null);
        };
    RetryOptions options = RetryOptions.defaults().withUndelivered(RetryOptions.Undelivered.LOG);
    retrying(never, options).deliver(Messages.message(1));
    assertEquals(1, attempts);
  }

  @Test
  void shouldStopWhenInterrupted() {
    Courier interrupted =
        message -> {
          throw new InterruptedException();
        };
    assertThrows(
        SinkException.class,
        () -> retrying(interrupted, RetryOptions.defaults()).deliver(Messages.message(1)));
    assertTrue(Thread.interrupted());
  }

  @Test
  void shouldRefuseWhatIsOutOfRange() {
    RetryOptions options = RetryOptions.defaults();
    assertThrows(ConfigurationException.class, () -> options.withAttempts(0));
    assertThrows(ConfigurationException.class, () -> options.withFirstPause(Duration.ZERO));
    assertThrows(ConfigurationException.class, () -> options.withLongest(Duration.ofHours(2)));
  }
}
