package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.source.BadRecordPolicy;
import java.io.Serializable;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.regex.PatternSyntaxException;

/**
 * How a log is followed; immutable, made by {@link #defaults} and the {@code with…} methods.
 *
 * @param rotated a glob for the names, within the log's directory, that its files get when they are
 *     rotated; empty, the default, for the log's own name followed by {@code .} or {@code -} and
 *     what ends in a digit, {@code .gz} allowed: {@code access.log.1}, {@code
 *     access.log-20240501.gz}
 * @param rotationWait how long a file that was rotated has to be quiet before the next one is
 *     begun, since a server may go on writing to it for a while; not negative, default 5 s
 * @param maxRecordBytes longest line; a longer one is a bad record and never held in memory whole.
 *     1 to 512 MiB, default 1 MiB
 * @param badRecords what becomes of lines that cannot be decoded; default dead letter
 */
public record TailOptions(
    String rotated, Duration rotationWait, int maxRecordBytes, BadRecordPolicy badRecords)
    implements Serializable {
  private static final TailOptions DEFAULTS =
      new TailOptions("", Duration.ofSeconds(5), 1 << 20, BadRecordPolicy.DEAD_LETTER);

  public TailOptions {
    if (rotationWait.isNegative()) {
      throw new ConfigurationException("rotationWait must not be negative, got " + rotationWait);
    }
    if (maxRecordBytes < 1 || maxRecordBytes > 512 << 20) {
      throw new ConfigurationException(
          "maxRecordBytes must be from 1 to 512 MiB, got " + maxRecordBytes);
    }
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + rotated);
    } catch (PatternSyntaxException e) {
      throw new ConfigurationException("glob '" + rotated + "' is malformed: " + e.getMessage(), e);
    }
  }

  public static TailOptions defaults() {
    return DEFAULTS;
  }

  public TailOptions withRotated(String newRotated) {
    return new TailOptions(newRotated, rotationWait, maxRecordBytes, badRecords);
  }

  public TailOptions withRotationWait(Duration newRotationWait) {
    return new TailOptions(rotated, newRotationWait, maxRecordBytes, badRecords);
  }

  public TailOptions withMaxRecordBytes(int newMaxRecordBytes) {
    return new TailOptions(rotated, rotationWait, newMaxRecordBytes, badRecords);
  }

  public TailOptions withBadRecords(BadRecordPolicy newBadRecords) {
    return new TailOptions(rotated, rotationWait, maxRecordBytes, newBadRecords);
  }
}
