package dev.millrace.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where a record ends, at eight bytes a step.
 *
 * <p>A record ends with a line feed, or with one outside quotes where quotes count (CSV as of RFC
 * 4180: a quote opens a quoted field only as the field's first byte; within, two quotes stand for
 * one). A quote that is not closed within {@code maxRecordBytes}, or closed in front of something
 * that is no field end, costs its own line only: scanning goes on at the next line.
 *
 * <p>What is found depends on the bytes from the record's first to its last alone, so that a range
 * cut out of a file yields the records that the whole file yields.
 */
final class RecordScanner {
  /** What the scanner found. */
  enum Kind {
    RECORD,
    /** An empty line, or a comment. */
    BLANK,
    /** A line longer than allowed. */
    TOO_LONG,
    /** A line with a quote that is not closed as it should be. */
    OPEN_QUOTE
  }

  /** There are not enough bytes to tell. */
  static final int INCOMPLETE = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long LINE_FEEDS = ONES * '\n';
  private static final long QUOTES = ONES * '"';
  private static final int NO_DELIMITER = Integer.MIN_VALUE;
  private static final int NO_COMMENT = Integer.MIN_VALUE;

  private final int maxRecordBytes;
  private final int delimiter;
  private final boolean skipBlank;
  private final int comment;
  private Kind kind = Kind.RECORD;
  private int lines;
  private int firstLineEnd;

  private RecordScanner(int maxRecordBytes, int delimiter, boolean skipBlank, int comment) {
    this.maxRecordBytes = maxRecordBytes;
    this.delimiter = delimiter;
    this.skipBlank = skipBlank;
    this.comment = comment;
  }

  /** One record per line, empty lines among them. */
  static RecordScanner lines(int maxRecordBytes) {
    return new RecordScanner(maxRecordBytes, NO_DELIMITER, false, NO_COMMENT);
  }

  /** One record per line that is not empty. */
  static RecordScanner filledLines(int maxRecordBytes) {
    return new RecordScanner(maxRecordBytes, NO_DELIMITER, true, NO_COMMENT);
  }

  /** One record per line that holds more than blanks and a comment that {@code comment} opens. */
  static RecordScanner uncommentedLines(int maxRecordBytes, char comment) {
    return new RecordScanner(maxRecordBytes, NO_DELIMITER, true, comment);
  }

  /** CSV records; empty lines are none. */
  static RecordScanner csv(int maxRecordBytes, byte delimiter) {
    return new RecordScanner(maxRecordBytes, delimiter, true, NO_COMMENT);
  }

  Kind kind() {
    return kind;
  }

  /** How many line feeds the record holds. */
  int lines() {
    return lines;
  }

  int maxRecordBytes() {
    return maxRecordBytes;
  }

  /**
   * Finds the end of the record that starts at {@code from}.
   *
   * @param atEnd whether nothing follows {@code limit}
   * @return the index behind the record and its line end, or {@link #INCOMPLETE}
   */
  int scan(byte[] bytes, int from, int limit, boolean atEnd) {
    lines = 0;
    firstLineEnd = -1;
    kind = Kind.RECORD;
    int end = delimiter == NO_DELIMITER ? line(bytes, from, limit) : csv(bytes, from, limit, atEnd);
    if (end == INCOMPLETE && atEnd) {
      end = limit;
    }
    int length = (end == INCOMPLETE ? limit : end) - from;
    if (length > maxRecordBytes && firstLineEnd >= 0) {
      kind = Kind.OPEN_QUOTE;
      lines = 1;
      return firstLineEnd;
    }
    if (length > maxRecordBytes) {
      kind = Kind.TOO_LONG;
    } else if (end != INCOMPLETE && kind == Kind.RECORD && skipBlank) {
      kind = isBlank(bytes, from, contentEnd(bytes, from, end)) ? Kind.BLANK : Kind.RECORD;
    }
    return end;
  }

  private boolean isBlank(byte[] bytes, int from, int to) {
    if (comment == NO_COMMENT) {
      return from == to;
    }
    int first = NumberParser.trimStart(bytes, from, to);
    return first == to || bytes[first] == comment;
  }

  /** Where the record ends without its line end. */
  static int contentEnd(byte[] bytes, int from, int end) {
    int to = end;
    if (to > from && bytes[to - 1] == '\n') {
      to--;
      if (to > from && bytes[to - 1] == '\r') {
        to--;
      }
    }
    return to;
  }

  private int line(byte[] bytes, int from, int limit) {
    int at = indexOf(bytes, from, limit, LINE_FEEDS, LINE_FEEDS);
    return at < 0 ? INCOMPLETE : endOfLine(at);
  }

  private int endOfLine(int lineFeed) {
    lines++;
    return lineFeed + 1;
  }

  private int csv(byte[] bytes, int from, int limit, boolean atEnd) {
    int at = from;
    while (true) {
      at = indexOf(bytes, at, limit, LINE_FEEDS, QUOTES);
      if (at < 0) {
        return INCOMPLETE;
      }
      if (bytes[at] == '\n') {
        return endOfLine(at);
      }
      boolean opens = at == from || bytes[at - 1] == delimiter;
      at = opens ? closingQuote(bytes, from, at + 1, limit, atEnd) : at + 1;
      if (at < 0) {
        return kind == Kind.OPEN_QUOTE ? giveUp(bytes, from, limit) : INCOMPLETE;
      }
    }
  }

  /** The index behind the quote that closes the field, or -1: open, or not to be told yet. */
  private int closingQuote(byte[] bytes, int from, int start, int limit, boolean atEnd) {
    int furthest = (int) Math.min(limit, from + (long) maxRecordBytes);
    int at = start;
    while (true) {
      at = indexOf(bytes, at, furthest, LINE_FEEDS, QUOTES);
      if (at < 0) {
        return atEnd || furthest < limit ? open() : -1;
      }
      if (bytes[at] == '\n') {
        lines++;
        firstLineEnd = firstLineEnd < 0 ? at + 1 : firstLineEnd;
        at++;
        continue;
      }
      if (at + 1 == limit && !atEnd) {
        return -1;
      }
      if (at + 1 < limit && bytes[at + 1] == '"') {
        at += 2;
        continue;
      }
      return firstLineEnd >= 0 && !fieldEnds(bytes, at + 1, limit) ? open() : at + 1;
    }
  }

  private boolean fieldEnds(byte[] bytes, int at, int limit) {
    return at >= limit || bytes[at] == delimiter || bytes[at] == '\n' || bytes[at] == '\r';
  }

  private int open() {
    kind = Kind.OPEN_QUOTE;
    return -1;
  }

  /** The record is its first line. */
  private int giveUp(byte[] bytes, int from, int limit) {
    lines = 0;
    if (firstLineEnd >= 0) {
      lines = 1;
      return firstLineEnd;
    }
    int at = indexOf(bytes, from, limit, LINE_FEEDS, LINE_FEEDS);
    return at < 0 ? INCOMPLETE : endOfLine(at);
  }

  /** The first byte that matches one of two repeated bytes, or -1. */
  private static int indexOf(byte[] bytes, int from, int to, long first, long second) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = (long) LONGS.get(bytes, i);
      long a = word ^ first;
      long b = word ^ second;
      long hit = (((a - ONES) & ~a) | ((b - ONES) & ~b)) & HIGHS;
      if (hit != 0) {
        return i + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
    }
    byte one = (byte) first;
    byte other = (byte) second;
    for (; i < to; i++) {
      if (bytes[i] == one || bytes[i] == other) {
        return i;
      }
    }
    return -1;
  }
}
