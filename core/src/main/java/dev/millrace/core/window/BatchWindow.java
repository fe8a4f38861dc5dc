package dev.millrace.core.window;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A window over whole batches: it holds the newest ones and shows them every so often. Immutable.
 *
 * <pre>{@code
 * BatchWindow.batches(3, 1)                                     // the last three, at every batch
 * BatchWindow.of(Duration.ofMinutes(5), Duration.ofMinutes(1))  // five minutes, once a minute
 * }</pre>
 */
public sealed interface BatchWindow {
  /** Whether {@code held} is in the window whose newest batch is {@code now}. */
  boolean covers(BatchInfo now, BatchInfo held);

  /**
   * Whether the window shows itself at {@code now}.
   *
   * @param before the batch before, if there was one
   */
  boolean slidesAt(BatchInfo now, Optional<BatchInfo> before);

  /**
   * A window of the last {@code length} batches, shown at every {@code slide}th batch: with slide 2
   * at batches 1, 3, 5 …
   */
  static BatchWindow batches(int length, int slide) {
    return new OfBatches(length, slide);
  }

  /**
   * A window of the batches whose times are less than {@code length} before the newest, shown at
   * the first batch at or after every multiple of {@code slide}, counted from 1970. Meant for
   * pipelines with a batch interval, of which both should be multiples.
   */
  static BatchWindow of(Duration length, Duration slide) {
    return new OfTime(length, slide);
  }

  /**
   * See {@link BatchWindow#batches}.
   *
   * @param length in batches, at least 1
   * @param slide in batches, at least 1
   */
  record OfBatches(int length, int slide) implements BatchWindow {
    public OfBatches {
      if (length < 1 || slide < 1) {
        throw new ConfigurationException(
            "window length and slide must be at least one batch, got " + length + ", " + slide);
      }
    }

    @Override
    public boolean covers(BatchInfo now, BatchInfo held) {
      return held.id() > now.id() - length;
    }

    @Override
    public boolean slidesAt(BatchInfo now, Optional<BatchInfo> before) {
      return (now.id() + 1) % slide == 0;
    }
  }

  /**
   * See {@link BatchWindow#of}.
   *
   * @param length from 1 ms on
   * @param slide from 1 ms on
   */
  record OfTime(Duration length, Duration slide) implements BatchWindow {
    public OfTime {
      if (length.toMillis() < 1 || slide.toMillis() < 1) {
        throw new ConfigurationException(
            "window length and slide must be at least 1 ms, got " + length + ", " + slide);
      }
    }

    @Override
    public boolean covers(BatchInfo now, BatchInfo held) {
      return held.time().isAfter(now.time().minus(length));
    }

    @Override
    public boolean slidesAt(BatchInfo now, Optional<BatchInfo> before) {
      Instant earlier = before.map(BatchInfo::time).orElse(now.time().minusNanos(1));
      return slides(now.time()) > slides(earlier);
    }

    /** How many multiples of the slide lie between 1970 and {@code time}. */
    private long slides(Instant time) {
      return Math.floorDiv(time.toEpochMilli(), slide.toMillis());
    }
  }
}
