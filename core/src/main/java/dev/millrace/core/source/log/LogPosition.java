package dev.millrace.core.source.log;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.Offset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place between two records of the log.
 *
 * @param record how many records stand before, since the stream began
 * @param bytes how many bytes of frames stand before, since the stream began
 */
public record LogPosition(long record, long bytes) {
  static final LogPosition START = new LogPosition(0, 0);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}):(\\d{1,18})");

  LogPosition plus(long records, long frameBytes) {
    return new LogPosition(record + records, bytes + frameBytes);
  }

  public Offset toOffset() {
    return new Offset(record + ":" + bytes);
  }

  /** What {@link #toOffset} gave. */
  public static LogPosition of(Offset offset) {
    Matcher matcher = TEXT.matcher(offset.value());
    if (!matcher.matches()) {
      throw new SourceException(
          "expected an offset record:bytes, got '"
              + offset.value()
              + "'; it was not written by a source with a log");
    }
    return new LogPosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }
}
