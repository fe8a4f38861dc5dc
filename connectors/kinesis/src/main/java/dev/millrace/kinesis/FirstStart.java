package dev.millrace.kinesis;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.DurableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a pipeline that reads what arrives after its first start did start first, in a file, so that
 * it is the same after a restart. The file says {@code 1700000000000 open}, in milliseconds since
 * 1970, and {@code settled} instead of {@code open} once something was committed: when then nothing
 * is committed any more, the source has been started afresh.
 */
final class FirstStart {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) (open|settled)");

  private final Path file;
  private Instant time;
  private boolean isSettled;

  private FirstStart(Path file) {
    this.file = file;
  }

  /** What an earlier run has noted in the directory. */
  static FirstStart open(Path directory) throws IOException {
    FirstStart start = new FirstStart(directory.resolve("first-start"));
    if (Files.exists(start.file)) {
      String text = Files.readString(start.file).strip();
      Matcher matcher = TEXT.matcher(text);
      if (!matcher.matches()) {
        throw new SourceException(
            start.file
                + " is damaged: expected milliseconds and 'open' or 'settled', got '"
                + text
                + "'; remove it to choose anew where to start");
      }
      start.time = Instant.ofEpochMilli(Long.parseLong(matcher.group(1)));
      start.isSettled = matcher.group(2).equals("settled");
    }
    return start;
  }

  /**
   * Where shards begin that nothing is committed of.
   *
   * @param isAnythingCommitted of the source
   */
  ShardPosition position(KinesisStart start, boolean isAnythingCommitted, Instant now)
      throws IOException {
    if (start instanceof KinesisStart.At at) {
      return new ShardPosition.At(at.time());
    }
    if (start instanceof KinesisStart.Earliest || (time == null && isAnythingCommitted)) {
      return new ShardPosition.Earliest();
    }
    if (time == null || (isSettled && !isAnythingCommitted)) {
      time = Instant.ofEpochMilli(now.toEpochMilli());
      isSettled = false;
      write();
    }
    return new ShardPosition.At(time);
  }

  /** Something is committed. */
  void settle() throws IOException {
    if (time != null && !isSettled) {
      isSettled = true;
      write();
    }
  }

  private void write() throws IOException {
    DurableText.write(file, time.toEpochMilli() + (isSettled ? " settled\n" : " open\n"));
  }
}
