package dev.millrace.file;

import dev.millrace.core.SourceException;
import java.io.IOException;

/**
 * Reads the header of one file with a cursor that stands at the file's beginning. Keeps what it has
 * of a header whose rest is still to be written.
 */
final class HeaderReader {
  private final String file;
  private final HeaderKind kind;
  private final ByteOutput lines = new ByteOutput();
  private long line;

  HeaderReader(String file, HeaderKind kind) {
    this.file = file;
    this.kind = kind;
  }

  /**
   * Steps over the header.
   *
   * @param last whether the file's end ends its last record
   * @return the header without its last line end, its lines where they stand in the file; null
   *     while it is not whole
   */
  byte[] read(RecordCursor cursor, boolean last) throws IOException {
    while (cursor.next(last)) {
      if (cursor.kind() == RecordScanner.Kind.BLANK) {
        cursor.accept();
        continue;
      }
      if (cursor.kind() != RecordScanner.Kind.RECORD || lines.size() > cursor.longest()) {
        throw unreadable(cursor);
      }
      boolean ends = kind.endsWith(cursor.buffer(), cursor.from(), cursor.contentEnd());
      for (; kind == HeaderKind.UNTIL_DATA && line < cursor.line(); line++) {
        lines.write('\n');
      }
      lines.write(cursor.buffer(), cursor.from(), cursor.contentEnd() - cursor.from());
      cursor.accept();
      cursor.retain();
      if (ends) {
        return lines.toBytes();
      }
    }
    if (last && lines.size() > 0) {
      throw new SourceException(
          file + ": the header ends without @data; expected an ARFF file that is whole");
    }
    return null;
  }

  private SourceException unreadable(RecordCursor cursor) {
    String line = file + " line " + (cursor.line() + 1) + ": ";
    return new SourceException(
        kind == HeaderKind.UNTIL_DATA
            ? line
                + "the header is longer than a record may be; is it an ARFF file? If so, raise"
                + " maxRecordBytes"
            : line
                + "expected a header of column names, got a line that is too long or has a quote"
                + " that is not closed; is it a text file with a header?");
  }
}
