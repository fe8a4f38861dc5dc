package dev.millrace.file;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.Offset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a log that is rotated: {@code generation@key@line:byte:check}.
 *
 * @param generation how many files the log had before this one
 * @param key what the file system knows the file by; another file may have had it before
 * @param at the position in the file, with a checksum of what precedes it
 */
record TailOffset(long generation, String key, FileOffset at) {
  /** No file yet. */
  static final String NO_KEY = "-";

  static final TailOffset START = new TailOffset(0, NO_KEY, FileOffset.START);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})@([A-Za-z0-9-]{1,100})@(.+)");

  Offset toOffset() {
    return new Offset(generation + "@" + key + "@" + at.toOffset().value());
  }

  static TailOffset of(String log, Offset offset) {
    Matcher matcher = TEXT.matcher(offset.value());
    if (!matcher.matches()) {
      throw new SourceException(
          log
              + ": expected an offset generation@file@line:byte:check, got '"
              + offset.value()
              + "'; it was not written by a tail source");
    }
    FileOffset at = FileOffset.of(log, new Offset(matcher.group(3)));
    return new TailOffset(Long.parseLong(matcher.group(1)), matcher.group(2), at);
  }

  TailOffset moved(FileOffset to) {
    return new TailOffset(generation, key, to);
  }

  /**
   * Where a range that ends here begins in its file: at the beginning, if it comes from another.
   */
  FileOffset begin(TailOffset from) {
    return from.generation() == generation ? from.at() : FileOffset.START;
  }

  /** The beginning of the file that comes after this one. */
  TailOffset next(String nextKey) {
    return new TailOffset(generation + 1, nextKey, FileOffset.START);
  }
}
