package dev.millrace.core.source.log;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How a source's write-ahead log is kept; immutable, made by {@link #defaults} and the {@code
 * with…} methods.
 *
 * @param maxBytes most bytes that wait to be read; then nothing more is taken in until the pipeline
 *     has read on. What the retained checkpoints may need again lies there besides. At least four
 *     segments, default 1 GiB
 * @param segmentBytes size of a log file, at least 4 KiB, default 16 MiB
 * @param keptBytes so much that is committed is kept besides, for who looks back; default 0
 * @param sync when the log is forced to disk
 * @param linger how long a record may wait for others before a batch is planned: each batch has a
 *     plan and a checkpoint to force to disk, however few records it has. Where the last batch left
 *     some, nothing waits. From 0, the default, to 1 s
 */
public record LogOptions(
    long maxBytes, long segmentBytes, long keptBytes, Sync sync, Duration linger)
    implements Serializable {
  /** When the log is forced to disk. */
  public enum Sync {
    /** Before a batch is planned: what was planned survives a loss of power. */
    EACH_PLAN,
    /** When the system sees fit: what was planned survives the end of the process only. */
    NEVER
  }

  private static final Duration LONGEST_LINGER = Duration.ofSeconds(1);

  private static final LogOptions DEFAULTS =
      new LogOptions(1L << 30, 16 << 20, 0, Sync.EACH_PLAN, Duration.ZERO);

  public LogOptions {
    Objects.requireNonNull(sync, "sync");
    if (segmentBytes < 4096) {
      throw new ConfigurationException("segmentBytes must be at least 4096, got " + segmentBytes);
    }
    if (maxBytes < 4 * segmentBytes) {
      throw new ConfigurationException(
          "maxBytes must be at least four segments of " + segmentBytes + " bytes, got " + maxBytes);
    }
    if (keptBytes < 0) {
      throw new ConfigurationException("keptBytes must not be negative, got " + keptBytes);
    }
    if (linger.isNegative() || linger.compareTo(LONGEST_LINGER) > 0) {
      throw new ConfigurationException("linger must be from 0 to 1 s, got " + linger);
    }
  }

  public static LogOptions defaults() {
    return DEFAULTS;
  }

  public LogOptions withSizes(long newMaxBytes, long newSegmentBytes) {
    return new LogOptions(newMaxBytes, newSegmentBytes, keptBytes, sync, linger);
  }

  public LogOptions withKeptBytes(long newKeptBytes) {
    return new LogOptions(maxBytes, segmentBytes, newKeptBytes, sync, linger);
  }

  public LogOptions withSync(Sync newSync) {
    return new LogOptions(maxBytes, segmentBytes, keptBytes, newSync, linger);
  }

  public LogOptions withLinger(Duration newLinger) {
    return new LogOptions(maxBytes, segmentBytes, keptBytes, sync, newLinger);
  }
}
