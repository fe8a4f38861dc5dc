package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.nio.charset.StandardCharsets;

/**
 * Lines of Apache's and NGINX's access logs, in one pass over the bytes.
 *
 * <p>A field in quotes ends at a quote without a backslash that is followed by what the format has
 * there, or by the line's end; so quotes that were logged without a backslash do little harm. Where
 * more fields may follow, one that is cut off ends with the line.
 */
final class WebLogDecoder implements LineDecoder<WebLogEntry> {
  private static final long serialVersionUID = 1L;

  private final WebLogField[] fields;
  private final byte[][] before;

  /** How many fields a line has to have; those behind may be missing together. */
  private final int required;

  private final byte[] end;
  private final boolean openEnd;

  private WebLogDecoder(WebLogFormat format, int required, boolean openEnd) {
    this.fields = format.steps().stream().map(WebLogFormat.Step::field).toArray(WebLogField[]::new);
    this.before = format.steps().stream().map(step -> step.before().bytes()).toArray(byte[][]::new);
    this.required = required;
    this.end = format.end().bytes();
    this.openEnd = openEnd;
  }

  /** The common format, and the combined one, with whatever follows. */
  static WebLogDecoder commonOrCombined() {
    String format = "%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"";
    return new WebLogDecoder(WebLogFormat.parse(format), 7, true);
  }

  static WebLogDecoder of(String format) {
    WebLogFormat parsed = WebLogFormat.parse(format);
    return new WebLogDecoder(parsed, parsed.steps().size(), false);
  }

  @Override
  public WebLogEntry decode(byte[] bytes, int from, int to) throws BadRecordException {
    LineScan line = new LineScan(bytes, from, to);
    int[] starts = new int[WebLogField.SLOTS];
    int[] ends = new int[WebLogField.SLOTS];
    int count = 0;
    for (; count < fields.length; count++) {
      int mark = line.at;
      boolean opens = take(line, before[count]);
      int start = line.at;
      if (!opens || !skipField(line, count)) {
        if (count < required) {
          throw opens ? unended(line, count) : unopened(line, count);
        }
        line.at = mark;
        break;
      }
      starts[fields[count].slot()] = start;
      ends[fields[count].slot()] = line.at;
    }
    boolean whole = count == fields.length && take(line, end);
    if (!openEnd && !(whole && line.isAtEnd())) {
      String tail = end.length == 0 ? "" : "'" + text(end) + "' and ";
      throw line.expected(tail + "the line's end", line.at, line.to);
    }
    line.skipBlanks();
    String rest = line.isAtEnd() ? "" : WebLogValues.text(bytes, line.at, to);
    return new WebLogValues(line, starts, ends).entry(rest);
  }

  private BadRecordException unopened(LineScan line, int field) {
    return line.expected(
        "'" + text(before[field]) + "' in front of " + fields[field], line.at, line.to);
  }

  private BadRecordException unended(LineScan line, int field) {
    String what = fields[field] + ", followed by '" + text(behind(field)) + "'";
    return line.expected(what, line.at, line.to);
  }

  private static boolean take(LineScan line, byte[] literal) {
    if (!stands(line, line.at, literal)) {
      return false;
    }
    line.at += literal.length;
    return true;
  }

  private static boolean stands(LineScan line, int at, byte[] literal) {
    if (line.to - at < literal.length) {
      return false;
    }
    for (int i = 0; i < literal.length; i++) {
      if (line.bytes[at + i] != literal[i]) {
        return false;
      }
    }
    return true;
  }

  private byte[] behind(int field) {
    return field + 1 < fields.length ? before[field + 1] : end;
  }

  private static String text(byte[] literal) {
    return new String(literal, StandardCharsets.UTF_8);
  }

  /** Steps over a field, up to the literal behind it; whether there is one. */
  private boolean skipField(LineScan line, int field) {
    byte[] behind = behind(field);
    if (behind.length == 0) {
      line.at = line.to;
      return true;
    }
    int at = behind[0] == '"' ? quoteEnd(line, behind) : plainEnd(line, fields[field], behind);
    boolean found = at < line.to || (openEnd && field + 1 >= required);
    line.at = found ? Math.min(at, line.to) : line.at;
    return found;
  }

  private static int quoteEnd(LineScan line, byte[] behind) {
    byte next = behind.length > 1 ? behind[1] : (byte) ' ';
    byte[] bytes = line.bytes;
    int at = line.at;
    while (at < line.to && !(bytes[at] == '"' && (at + 1 == line.to || bytes[at + 1] == next))) {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  /** A user's name may hold blanks; for other fields, the first byte of what follows is enough. */
  private static int plainEnd(LineScan line, WebLogField field, byte[] behind) {
    int at = line.at;
    while (at < line.to
        && (line.bytes[at] != behind[0]
            || (field == WebLogField.USER && !stands(line, at, behind)))) {
      at++;
    }
    return at;
  }
}
