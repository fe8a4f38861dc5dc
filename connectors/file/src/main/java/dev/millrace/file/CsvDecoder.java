package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;

/**
 * Decodes a CSV record in one pass over its bytes (RFC 4180).
 *
 * @param <T> what a record becomes
 */
final class CsvDecoder<T> implements RecordDecoder<T> {
  /** Makes a value of the fields read. */
  interface Factory<T> {
    T make(FieldBuffer fields) throws BadRecordException;
  }

  private final CsvLayout layout;
  private final byte delimiter;
  private final FieldReader[] readers;
  private final boolean[] numbers;
  private final int[] slots;
  private final FieldBuffer fields;
  private final Factory<T> factory;
  private byte[] unescaped = new byte[64];

  /**
   * @param readers one per column of the file, null for a column that is not wanted
   */
  CsvDecoder(CsvLayout layout, FieldReader[] readers, FieldBuffer fields, Factory<T> factory) {
    this.layout = layout;
    this.delimiter = layout.delimiter();
    this.readers = readers;
    this.fields = fields;
    this.factory = factory;
    this.slots = new int[readers.length];
    this.numbers = new boolean[readers.length];
    for (int i = 0; i < readers.length; i++) {
      slots[i] = layout.slot(i);
      numbers[i] = readers[i] != null && readers[i].isNumber();
    }
  }

  @Override
  public T decode(byte[] bytes, int from, int to) throws BadRecordException {
    int position = from;
    int column = 0;
    while (true) {
      if (column == readers.length) {
        throw wrongWidth(bytes, from, to);
      }
      position = field(column++, bytes, position, to);
      if (position == to) {
        break;
      }
      position++;
    }
    if (column != readers.length) {
      throw wrongWidth(bytes, from, to);
    }
    return factory.make(fields);
  }

  private BadRecordException wrongWidth(byte[] bytes, int from, int to) {
    try {
      int width = CsvFields.split(bytes, from, to, delimiter).size();
      return new BadRecordException("expected " + readers.length + " columns, got " + width);
    } catch (BadRecordException e) {
      return e;
    }
  }

  /** Reads one field; the index of the delimiter behind it, or the record's end. */
  private int field(int column, byte[] bytes, int from, int to) throws BadRecordException {
    if (from < to && bytes[from] == '"') {
      return quoted(column, bytes, from, to);
    }
    if (numbers[column]) {
      int end = plainNumber(slots[column], bytes, from, to);
      if (end >= 0) {
        return end;
      }
    }
    int end = from;
    while (end < to && bytes[end] != delimiter) {
      end++;
    }
    read(column, bytes, from, end);
    return end;
  }

  /**
   * Reads a short plain decimal exactly (see {@link NumberParser}), or tells by -1 that it is none.
   */
  private int plainNumber(int slot, byte[] bytes, int from, int to) {
    int i = from;
    boolean negative = i < to && bytes[i] == '-';
    if (negative) {
      i++;
    }
    int first = i;
    long digits = 0;
    int digit;
    while (i < to && (digit = bytes[i] - '0') >= 0 && digit <= 9) {
      digits = digits * 10 + digit;
      i++;
    }
    int count = i - first;
    int fraction = 0;
    if (i < to && bytes[i] == '.') {
      first = ++i;
      while (i < to && (digit = bytes[i] - '0') >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        i++;
      }
      fraction = i - first;
      count += fraction;
    }
    if ((i < to && bytes[i] != delimiter)
        || count == 0
        || count > 18
        || digits > NumberParser.MAX_EXACT) {
      return -1;
    }
    double value = digits / NumberParser.POWERS[fraction];
    fields.numbers[slot] = negative ? -value : value;
    return i;
  }

  private int quoted(int column, byte[] bytes, int from, int to) throws BadRecordException {
    int close = CsvFields.closingQuote(bytes, from, to);
    int end = close + 1;
    if (end < to && bytes[end] != delimiter) {
      throw new BadRecordException(
          "column '" + layout.name(column) + "': expected a delimiter behind the closing quote");
    }
    int escapes = CsvFields.escapes(bytes, from + 1, close);
    if (escapes == 0) {
      read(column, bytes, from + 1, close);
    } else {
      int length = unescape(bytes, from + 1, close);
      read(column, unescaped, 0, length);
    }
    return end;
  }

  private int unescape(byte[] bytes, int from, int to) {
    if (unescaped.length < to - from) {
      unescaped = new byte[2 * (to - from)];
    }
    return CsvFields.unescape(bytes, from, to, unescaped);
  }

  private void read(int column, byte[] bytes, int from, int to) throws BadRecordException {
    FieldReader reader = readers[column];
    if (reader == null) {
      return;
    }
    try {
      reader.read(bytes, from, to, fields, slots[column]);
    } catch (BadRecordException e) {
      throw new BadRecordException("column '" + layout.name(column) + "': " + e.getMessage());
    }
  }
}
