package dev.millrace.core.source.log;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
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
 */
public record LogOptions(long maxBytes, long segmentBytes, long keptBytes, Sync sync)
    implements Serializable {
  /** When the log is forced to disk. */
  public enum Sync {
    /** Before a batch is planned: what was planned survives a loss of power. */
    EACH_PLAN,
    /** When the system sees fit: what was planned survives the end of the process only. */
    NEVER
  }

  private static final LogOptions DEFAULTS = new LogOptions(1L << 30, 16 << 20, 0, Sync.EACH_PLAN);

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
  }

  public static LogOptions defaults() {
    return DEFAULTS;
  }

  public LogOptions withSizes(long newMaxBytes, long newSegmentBytes) {
    return new LogOptions(newMaxBytes, newSegmentBytes, keptBytes, sync);
  }

  public LogOptions withKeptBytes(long newKeptBytes) {
    return new LogOptions(maxBytes, segmentBytes, newKeptBytes, sync);
  }

  public LogOptions withSync(Sync newSync) {
    return new LogOptions(maxBytes, segmentBytes, keptBytes, newSync);
  }
}
