package dev.millrace.socket;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.source.BadRecordPolicy;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How lines are received and logged; immutable, made by {@link #defaults} and the {@code with…}
 * methods.
 *
 * @param bindAddress listening: the address to listen at; default the loopback address, so that
 *     only this machine can connect
 * @param maxConnections listening: most senders at a time, others wait; default 64
 * @param firstRetry connecting: wait before the first try to connect again; doubled each time
 * @param lastRetry connecting: longest wait before a try
 * @param maxLineBytes longest line; a longer one is a bad record. 1 to 64 MiB, default 1 MiB
 * @param maxLogBytes most bytes that wait in the log to be read; then nothing is received until the
 *     pipeline has read on. What the retained checkpoints may need again lies there besides. At
 *     least four segments, default 1 GiB
 * @param segmentBytes size of a log file, at least 4 KiB, default 16 MiB
 * @param sync when the log is forced to disk
 * @param badRecords what becomes of lines that cannot be decoded; default dead letter
 */
public record SocketOptions(
    String bindAddress,
    int maxConnections,
    Duration firstRetry,
    Duration lastRetry,
    int maxLineBytes,
    long maxLogBytes,
    long segmentBytes,
    Sync sync,
    BadRecordPolicy badRecords)
    implements Serializable {
  /** When the log is forced to disk. */
  public enum Sync {
    /** Before a batch is planned: what was planned survives a loss of power. */
    EACH_PLAN,
    /** When the system sees fit: what was planned survives the end of the process only. */
    NEVER
  }

  private static final SocketOptions DEFAULTS =
      new SocketOptions(
          "127.0.0.1",
          64,
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          1 << 20,
          1L << 30,
          16 << 20,
          Sync.EACH_PLAN,
          BadRecordPolicy.DEAD_LETTER);

  public SocketOptions {
    Objects.requireNonNull(bindAddress, "bindAddress");
    Objects.requireNonNull(sync, "sync");
    Objects.requireNonNull(badRecords, "badRecords");
    check(maxConnections >= 1, "maxConnections must be positive, got " + maxConnections);
    check(
        !firstRetry.isNegative() && !firstRetry.isZero() && firstRetry.compareTo(lastRetry) <= 0,
        "firstRetry must be positive and at most lastRetry, got " + firstRetry + ", " + lastRetry);
    check(
        maxLineBytes >= 1 && maxLineBytes <= 64 << 20,
        "maxLineBytes must be from 1 to 64 MiB, got " + maxLineBytes);
    check(segmentBytes >= 4096, "segmentBytes must be at least 4096, got " + segmentBytes);
    check(
        maxLogBytes >= 4 * segmentBytes,
        "maxLogBytes must be at least four segments of "
            + segmentBytes
            + " bytes, got "
            + maxLogBytes);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new ConfigurationException(message);
    }
  }

  public static SocketOptions defaults() {
    return DEFAULTS;
  }

  public SocketOptions withBindAddress(String newBindAddress) {
    return new SocketOptions(
        newBindAddress,
        maxConnections,
        firstRetry,
        lastRetry,
        maxLineBytes,
        maxLogBytes,
        segmentBytes,
        sync,
        badRecords);
  }

  public SocketOptions withMaxConnections(int newMaxConnections) {
    return new SocketOptions(
        bindAddress,
        newMaxConnections,
        firstRetry,
        lastRetry,
        maxLineBytes,
        maxLogBytes,
        segmentBytes,
        sync,
        badRecords);
  }

  public SocketOptions withRetries(Duration newFirstRetry, Duration newLastRetry) {
    return new SocketOptions(
        bindAddress,
        maxConnections,
        newFirstRetry,
        newLastRetry,
        maxLineBytes,
        maxLogBytes,
        segmentBytes,
        sync,
        badRecords);
  }

  public SocketOptions withMaxLineBytes(int newMaxLineBytes) {
    return new SocketOptions(
        bindAddress,
        maxConnections,
        firstRetry,
        lastRetry,
        newMaxLineBytes,
        maxLogBytes,
        segmentBytes,
        sync,
        badRecords);
  }

  public SocketOptions withLog(long newMaxLogBytes, long newSegmentBytes) {
    return new SocketOptions(
        bindAddress,
        maxConnections,
        firstRetry,
        lastRetry,
        maxLineBytes,
        newMaxLogBytes,
        newSegmentBytes,
        sync,
        badRecords);
  }

  public SocketOptions withSync(Sync newSync) {
    return new SocketOptions(
        bindAddress,
        maxConnections,
        firstRetry,
        lastRetry,
        maxLineBytes,
        maxLogBytes,
        segmentBytes,
        newSync,
        badRecords);
  }

  public SocketOptions withBadRecords(BadRecordPolicy newBadRecords) {
    return new SocketOptions(
        bindAddress,
        maxConnections,
        firstRetry,
        lastRetry,
        maxLineBytes,
        maxLogBytes,
        segmentBytes,
        sync,
        newBadRecords);
  }
}
