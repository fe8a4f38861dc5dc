package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;

/** Walks over the words of one line, and knows the column for messages. Used by one thread. */
final class LineScan {
  final byte[] bytes;
  final int from;
  final int to;

  /** The next byte to look at. */
  int at;

  LineScan(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.at = from;
  }

  boolean isAtEnd() {
    return at == to;
  }

  /** Whether the next byte is {@code c}. */
  boolean isAt(char c) {
    return at < to && bytes[at] == c;
  }

  void skipBlanks() {
    at = NumberParser.trimStart(bytes, at, to);
  }

  /** The index of the next blank, or the line's end. */
  int wordEnd() {
    int end = at;
    while (end < to && bytes[end] != ' ' && bytes[end] != '\t') {
      end++;
    }
    return end;
  }

  /** The index of the next {@code c} in front of {@code end}, or {@code end}. */
  int indexOf(char c, int end) {
    int i = at;
    while (i < end && bytes[i] != c) {
      i++;
    }
    return i;
  }

  /** The finite number in {@code bytes[start, end)}. */
  double number(int start, int end, String what) throws BadRecordException {
    double value = NumberParser.parse(bytes, start, end);
    if (Double.isNaN(value)) {
      throw expected(what + ", a finite number", start, end);
    }
    return value;
  }

  String text(int start, int end) throws BadRecordException {
    return Utf8.decode(bytes, start, end);
  }

  /** Of what was read from {@code start} on. */
  BadRecordException expected(String what, int start) {
    return expected(what, start, NumberParser.trimEnd(bytes, start, at));
  }

  BadRecordException expected(String what, int start, int end) {
    String got = start == end ? "nothing" : "'" + Utf8.lenient(bytes, start, end) + "'";
    return error(start, "expected " + what + ", got " + got);
  }

  /** The column counts characters, from 1. */
  BadRecordException error(int position, String reason) {
    int column = 1;
    for (int i = from; i < position; i++) {
      column += (bytes[i] & 0xC0) == 0x80 ? 0 : 1;
    }
    return new BadRecordException("column " + column + ": " + reason);
  }
}
