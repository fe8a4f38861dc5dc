package dev.millrace.file;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.Offset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a file: {@code line:byte:check} and, for compressed files, what is known of the
 * end.
 *
 * @param line how many line feeds stand before the position
 * @param position uncompressed bytes before the position
 * @param check CRC32C of the up to {@value #CHECKED} bytes before the position, by which a file
 *     that was changed is recognized
 * @param mark what is known of the rest
 */
record FileOffset(long line, long position, int check, Mark mark) {
  /** How many bytes before a position go into its check. */
  static final int CHECKED = 256;

  static final FileOffset START = new FileOffset(0, 0, 0, Mark.OPEN);

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,18}):(\\d{1,18}):([0-9a-f]{8})(:end|:cut)?");

  /** What is known of the file behind a position. */
  enum Mark {
    OPEN(""),
    /** A compressed file that ends here. */
    END(":end"),
    /** A compressed file that is damaged here: nothing behind can be read. */
    CUT(":cut");

    private final String suffix;

    Mark(String suffix) {
      this.suffix = suffix;
    }
  }

  FileOffset marked(Mark newMark) {
    return new FileOffset(line, position, check, newMark);
  }

  Offset toOffset() {
    return new Offset(
        String.format(Locale.ROOT, "%d:%d:%08x%s", line, position, check, mark.suffix));
  }

  static FileOffset of(String split, Offset offset) {
    Matcher matcher = TEXT.matcher(offset.value());
    if (!matcher.matches()) {
      throw new SourceException(
          split
              + ": expected an offset line:byte:check, got '"
              + offset.value()
              + "'; it was not written by a file source");
    }
    String suffix = matcher.group(4) == null ? "" : matcher.group(4);
    Mark mark = suffix.isEmpty() ? Mark.OPEN : suffix.equals(":end") ? Mark.END : Mark.CUT;
    return new FileOffset(
        Long.parseLong(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        Integer.parseUnsignedInt(matcher.group(3), 16),
        mark);
  }
}
