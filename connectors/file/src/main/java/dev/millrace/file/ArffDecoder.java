package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import dev.millrace.core.row.Row;
import java.util.Arrays;

/** Decodes a row of ARFF: values by commas, or index and value by commas within braces. */
final class ArffDecoder implements RecordDecoder<Row> {
  private final CsvLayout layout;
  private final FieldReader[] readers;
  private final FieldBuffer fields;
  private final RowFactory factory;
  private final String[] omitted;
  private final ArffValue value = new ArffValue();

  /**
   * @param readers one per attribute of the file, null for one that is not wanted
   * @param omitted the text of each slot where a sparse row leaves it out
   */
  ArffDecoder(
      CsvLayout layout,
      FieldReader[] readers,
      FieldBuffer fields,
      RowFactory factory,
      String[] omitted) {
    this.layout = layout;
    this.readers = readers;
    this.fields = fields;
    this.factory = factory;
    this.omitted = omitted;
  }

  @Override
  public Row decode(byte[] bytes, int from, int to) throws BadRecordException {
    LineScan line = new LineScan(bytes, from, NumberParser.trimEnd(bytes, from, to));
    line.skipBlanks();
    if (line.isAt('{')) {
      sparse(line);
    } else {
      dense(line);
    }
    return factory.make(fields);
  }

  private void dense(LineScan line) throws BadRecordException {
    for (int column = 0; column < readers.length; column++) {
      if (column > 0) {
        if (line.isAtEnd()) {
          throw line.error(line.at, "expected " + readers.length + " values, got " + column);
        }
        if (!line.isAt(',')) {
          throw line.expected("a comma behind the value", line.at, line.to);
        }
        line.at++;
        line.skipBlanks();
      }
      int start = line.at;
      value.read(line, ArffValue.End.FIELD);
      read(column, line, start);
    }
    if (!line.isAtEnd()) {
      throw line.error(line.at, "expected " + readers.length + " values, got more");
    }
  }

  private void sparse(LineScan line) throws BadRecordException {
    Arrays.fill(fields.numbers, 0);
    System.arraycopy(omitted, 0, fields.objects, 0, omitted.length);
    int open = line.at++;
    line.skipBlanks();
    int before = -1;
    while (!line.isAt('}')) {
      int start = line.at;
      int column = index(line, before);
      value.read(line, ArffValue.End.BRACED);
      read(column, line, start);
      before = column;
      if (line.isAt(',')) {
        line.at++;
        line.skipBlanks();
      } else if (line.isAtEnd()) {
        throw line.error(open, "the brace is not closed");
      } else if (!line.isAt('}')) {
        throw line.expected("a comma or } behind the value", line.at, line.to);
      }
    }
    line.at++;
    line.skipBlanks();
    if (!line.isAtEnd()) {
      throw line.expected("the line's end behind the brace", line.at, line.to);
    }
  }

  private int index(LineScan line, int before) throws BadRecordException {
    int start = line.at;
    int end = line.wordEnd();
    long index = 0;
    for (; line.at < end; line.at++) {
      int digit = line.bytes[line.at] - '0';
      index =
          digit < 0 || digit > 9 || index >= readers.length ? readers.length : 10 * index + digit;
    }
    if (end == start || index >= readers.length || index <= before) {
      throw line.expected(
          "an index from " + (before + 1) + " to " + (readers.length - 1) + " and a blank",
          start,
          end);
    }
    line.skipBlanks();
    return (int) index;
  }

  private void read(int column, LineScan line, int start) throws BadRecordException {
    FieldReader reader = readers[column];
    if (reader == null) {
      return;
    }
    int slot = layout.slot(column);
    if (value.isMissing()) {
      fields.numbers[slot] = Double.NaN;
      fields.objects[slot] = "";
      return;
    }
    try {
      reader.read(value.bytes, value.start, value.end, fields, slot);
    } catch (BadRecordException e) {
      throw line.error(start, "attribute '" + layout.name(column) + "': " + e.getMessage());
    }
  }
}
