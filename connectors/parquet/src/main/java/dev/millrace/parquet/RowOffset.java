package dev.millrace.parquet;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.Offset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a file: {@code row@length}.
 *
 * @param row how many rows stand before it
 * @param length of the file in bytes, by which one that was changed is recognized
 */
record RowOffset(long row, long length) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})@(\\d{1,18})");

  Offset toOffset() {
    return new Offset(row + "@" + length);
  }

  static RowOffset of(String split, Offset offset) {
    Matcher matcher = TEXT.matcher(offset.value());
    if (!matcher.matches()) {
      throw new SourceException(
          split
              + ": expected an offset row@length, got '"
              + offset.value()
              + "'; it was not written by this source");
    }
    return new RowOffset(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  void check(Place.Entry file) {
    if (file.length() != length) {
      throw new SourceException(
          file.path()
              + ": the file was changed: it has "
              + file.length()
              + " bytes, and had "
              + length
              + " when the stream read it; restore it, or start afresh without the checkpoint");
    }
  }
}
