package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.format.BadRecordException;
import java.util.ArrayList;
import java.util.List;

/** Takes the header of an ARFF file apart. Used by one thread. */
final class ArffHeaderParser {
  private static final String DEFAULT_DATE = "yyyy-MM-dd'T'HH:mm:ss";

  private final ArffValue value = new ArffValue();
  private final List<ArffHeader.Attribute> attributes = new ArrayList<>();
  private String relation = "";

  private ArffHeaderParser() {}

  /** {@code header}: its lines where they stand in the file. */
  static ArffHeader parse(String file, byte[] header) {
    ArffHeaderParser parser = new ArffHeaderParser();
    int number = 0;
    for (int from = 0; from < header.length; number++) {
      int to = from;
      while (to < header.length && header[to] != '\n') {
        to++;
      }
      LineScan line = new LineScan(header, from, to);
      try {
        parser.line(line);
      } catch (BadRecordException e) {
        throw new ConfigurationException(file + " line " + (number + 1) + ", " + e.getMessage(), e);
      }
      from = to + 1;
    }
    if (parser.attributes.isEmpty()) {
      throw new ConfigurationException(file + ": the header has no @attribute");
    }
    return new ArffHeader(parser.relation, parser.attributes);
  }

  private void line(LineScan line) throws BadRecordException {
    line.skipBlanks();
    if (line.isAtEnd()) {
      return;
    }
    int start = line.at;
    value.read(line, ArffValue.End.WORD);
    if (value.is("@relation")) {
      value.read(line, ArffValue.End.WORD);
      relation = value.text();
    } else if (value.is("@attribute")) {
      attribute(line);
    } else if (!value.is("@data")) {
      throw line.expected("@relation, @attribute or @data", start);
    }
  }

  private void attribute(LineScan line) throws BadRecordException {
    int start = line.at;
    value.read(line, ArffValue.End.WORD);
    String name = value.text();
    if (attributes.stream().anyMatch(before -> before.name().equals(name))) {
      throw line.error(start, "attribute '" + name + "' stands twice; rename one");
    }
    ArffHeader.Kind kind = ArffHeader.Kind.NOMINAL;
    List<String> values = List.of();
    String format = "";
    if (line.isAt('{')) {
      values = nominalValues(line);
    } else {
      kind = kind(line);
      format = kind == ArffHeader.Kind.DATE ? dateFormat(line) : "";
    }
    line.skipBlanks();
    if (!line.isAtEnd() && !line.isAt('%')) {
      throw line.expected("the line's end behind the type", line.at, line.to);
    }
    attributes.add(new ArffHeader.Attribute(name, kind, values, format));
  }

  private List<String> nominalValues(LineScan line) throws BadRecordException {
    List<String> values = new ArrayList<>();
    int open = line.at;
    while (!line.isAt('}')) {
      if (line.isAtEnd()) {
        throw line.error(open, "the brace is not closed");
      }
      line.at++;
      line.skipBlanks();
      value.read(line, ArffValue.End.BRACED);
      if (!line.isAt(',') && !line.isAt('}') && !line.isAtEnd()) {
        throw line.expected("a comma or } behind the value", line.at, line.to);
      }
      values.add(value.text());
    }
    line.at++;
    return values;
  }

  private ArffHeader.Kind kind(LineScan line) throws BadRecordException {
    int start = line.at;
    value.read(line, ArffValue.End.WORD);
    if (value.is("numeric") || value.is("real") || value.is("integer")) {
      return ArffHeader.Kind.NUMBER;
    }
    if (value.is("string")) {
      return ArffHeader.Kind.TEXT;
    }
    if (value.is("date")) {
      return ArffHeader.Kind.DATE;
    }
    throw line.expected("numeric, real, integer, string, date or {nominal values}", start);
  }

  private String dateFormat(LineScan line) throws BadRecordException {
    if (line.isAtEnd() || line.isAt('%')) {
      return DEFAULT_DATE;
    }
    int start = line.at;
    value.read(line, ArffValue.End.WORD);
    String format = value.text();
    try {
      return new DateField(format).pattern();
    } catch (IllegalArgumentException e) {
      throw line.error(start, "the date format '" + format + "' is malformed: " + e.getMessage());
    }
  }
}
