package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.format.BadRecordException;
import dev.millrace.core.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells when the next record is due. The first of a run is due at once, whatever came before it, so
 * that a restart goes on where it was. A run that lags catches up.
 */
interface Pacer<T> {
  /** Whether the record is due now. Asked for one record until it is, then {@link #passed}. */
  boolean isDue(RecordCursor record, RecordDecoder<T> decoder) throws Exception;

  /** The record was let through. */
  void passed();

  static <T> Pacer<T> of(Pace<T> pace, Clock clock) {
    if (pace instanceof Pace.Rate<T> rate) {
      return new ByRate<>(rate.rowsPerSecond(), clock);
    }
    if (pace instanceof Pace.Timestamps<T> timestamps) {
      return new ByTimestamp<>(timestamps, clock);
    }
    return new Always<>();
  }

  /** Everything is due. */
  final class Always<T> implements Pacer<T> {
    @Override
    public boolean isDue(RecordCursor record, RecordDecoder<T> decoder) {
      return true;
    }

    @Override
    public void passed() {}
  }

  /** Record n is due n / rate after the first. */
  final class ByRate<T> implements Pacer<T> {
    private final double perNano;
    private final Clock clock;
    private final long start;
    private long passed;

    ByRate(double rowsPerSecond, Clock clock) {
      this.perNano = rowsPerSecond / 1e9;
      this.clock = clock;
      this.start = clock.nanos();
    }

    @Override
    public boolean isDue(RecordCursor record, RecordDecoder<T> decoder) {
      return passed <= (clock.nanos() - start) * perNano;
    }

    @Override
    public void passed() {
      passed++;
    }
  }

  /**
   * A record is due when as much time has gone by as lies between the first timestamp and its own,
   * divided by the speed-up; one without a readable timestamp, or with an earlier one than a record
   * before it, together with the record before it.
   */
  final class ByTimestamp<T> implements Pacer<T> {
    private static final int MOST_MISSING = 100;

    private final Pace.Timestamps<T> pace;
    private final Clock clock;
    private boolean started;
    private boolean known;
    private int missing;
    private Instant first = Instant.EPOCH;
    private long startNanos;
    private double due;

    ByTimestamp(Pace.Timestamps<T> pace, Clock clock) {
      this.pace = pace;
      this.clock = clock;
    }

    @Override
    public boolean isDue(RecordCursor record, RecordDecoder<T> decoder) throws Exception {
      if (!known) {
        readTimestamp(record, decoder);
        known = true;
      }
      return !started || clock.nanos() - startNanos >= due;
    }

    private void readTimestamp(RecordCursor record, RecordDecoder<T> decoder) throws Exception {
      if (record.kind() != RecordScanner.Kind.RECORD) {
        return;
      }
      Instant timestamp;
      try {
        T value = decoder.decode(record.buffer(), record.from(), record.contentEnd());
        timestamp = pace.timestamp().apply(value);
      } catch (BadRecordException e) {
        return;
      }
      if (timestamp == null) {
        countMissing();
        return;
      }
      if (!started) {
        started = true;
        first = timestamp;
        startNanos = clock.nanos();
      }
      Duration since = Duration.between(first, timestamp);
      double nanos = since.getSeconds() * 1e9 + since.getNano();
      due = Math.max(due, nanos / pace.speedUp());
    }

    /** Nothing to follow at all is a mistake in the settings. */
    private void countMissing() {
      if (!started && ++missing == MOST_MISSING) {
        throw new ConfigurationException(
            "none of the first "
                + missing
                + " rows has a timestamp that can be read, so there is no pace to follow; check the"
                + " column");
      }
    }

    @Override
    public void passed() {
      known = false;
    }
  }
}
