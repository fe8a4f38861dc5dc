package dev.millrace.file;

/**
 * Decodes a CSV record in one pass over its bytes (RFC 4180).
 *
 * @param <T> what a record becomes
 */
final class CsvDecoder<T> implements RecordDecoder<T> {
  /** What a column holds, as far as this class has a short way for it. */
  private enum Kind {
    NUMBER,
    WHOLE,
    OTHER
  }

  /** Makes a value of the fields read. */
  interface Factory<T> {
    T make(FieldBuffer fields) throws BadRecordException;
  }

  private final CsvLayout layout;
  private final byte delimiter;
  private final long delimiters;
  private final FieldReader[] readers;
  private final Kind[] kinds;
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
    this.delimiters = Words.repeat(delimiter);
    this.readers = readers;
    this.fields = fields;
    this.factory = factory;
    this.slots = new int[readers.length];
    this.kinds = new Kind[readers.length];
    for (int i = 0; i < readers.length; i++) {
      slots[i] = layout.slot(i);
      kinds[i] = kind(readers[i]);
    }
  }

  private static Kind kind(FieldReader reader) {
    if (reader instanceof NumberField) {
      return Kind.NUMBER;
    } else if (reader instanceof WholeField) {
      return Kind.WHOLE;
    }
    return Kind.OTHER;
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
    Kind kind = kinds[column];
    if (kind != Kind.OTHER) {
      int end = decimal(column, kind, bytes, from, to);
      if (end >= 0) {
        return end;
      }
    }
    int end = Words.find(bytes, from, to, delimiters);
    read(column, bytes, from, end);
    return end;
  }

  /**
   * Reads a plain decimal of at most 18 digits exactly (see {@link NumberParser}).
   *
   * @return the index behind it, or -1 if it is none, so that the column's reader should see to it
   */
  private int decimal(int column, Kind kind, byte[] bytes, int from, int to) {
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
    if (i < to && bytes[i] == '.' && kind == Kind.NUMBER) {
      first = ++i;
      while (i <= to - Long.BYTES) {
        long eight = Words.get(bytes, i);
        if (!Words.areDigits(eight)) {
          break;
        }
        digits = digits * 100_000_000 + Words.number(eight);
        i += Long.BYTES;
      }
      while (i < to && (digit = bytes[i] - '0') >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        i++;
      }
      fraction = i - first;
      count += fraction;
    }
    if ((i < to && bytes[i] != delimiter) || count == 0 || count > NumberParser.SAFE_DIGITS) {
      return -1;
    }
    return store(column, kind, negative, digits, fraction) ? i : -1;
  }

  private boolean store(int column, Kind kind, boolean negative, long digits, int fraction) {
    if (kind == Kind.WHOLE) {
      long value = negative ? -digits : digits;
      fields.wholes[slots[column]] = value;
      return ((WholeField) readers[column]).fits(value);
    }
    if (digits > NumberParser.MAX_EXACT) {
      return false;
    }
    double value = digits / NumberParser.POWERS[fraction];
    fields.numbers[slots[column]] = negative ? -value : value;
    return true;
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
