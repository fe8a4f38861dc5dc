package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.row.RowSchema;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What an ARFF file says of itself. Immutable.
 *
 * <pre>{@code
 * ArffHeader header = ArffHeader.read(Path.of("iris.arff"), FileOptions.defaults());
 * String[] classes = header.attribute("class").values().toArray(String[]::new);
 * }</pre>
 *
 * @param relation its name; empty where none is given
 * @param attributes in the order of the file; their names differ
 */
public record ArffHeader(String relation, List<Attribute> attributes) {
  /** What an attribute holds. */
  public enum Kind {
    /** {@code numeric}, {@code real} or {@code integer}. */
    NUMBER,
    /** One of the values that are listed. */
    NOMINAL,
    /** {@code string}. */
    TEXT,
    /** {@code date}. */
    DATE
  }

  /**
   * An attribute.
   *
   * @param values of a nominal one, in the order of the file; otherwise empty
   * @param dateFormat of a date, as of {@link java.time.format.DateTimeFormatter}; otherwise empty
   */
  public record Attribute(String name, Kind kind, List<String> values, String dateFormat) {
    public Attribute {
      values = List.copyOf(values);
    }
  }

  public ArffHeader {
    attributes = List.copyOf(attributes);
  }

  /**
   * The header of {@code path}, or of the first file of a directory.
   *
   * @throws ConfigurationException when there is no file, or the header is malformed
   */
  public static ArffHeader read(Path path, FileOptions options) {
    return read(FileTree.local(path), options);
  }

  /** The same, at any place; see {@link FileSource#text(URI, FileOptions)}. */
  public static ArffHeader read(URI place, FileOptions options) {
    return read(FileTree.at(place), options);
  }

  static ArffHeader read(FileTree place, FileOptions options) {
    try {
      InputFiles files = new InputFiles(place, options);
      for (FileTree.Entry entry : files.list()) {
        InputFile file = files.file(entry.name());
        RecordScanner scanner = ArffFormat.lines(options.maxRecordBytes());
        byte[] header = file.header(scanner, HeaderKind.UNTIL_DATA);
        if (header.length > 0) {
          return ArffHeaderParser.parse(file.split(), header);
        }
      }
    } catch (IOException e) {
      throw new ConfigurationException(place + " cannot be read: " + e.getMessage(), e);
    }
    throw new ConfigurationException(
        "no ARFF file with a header at "
            + place
            + ", from which to tell the columns; check the path and the glob '"
            + options.glob()
            + "', or give a schema");
  }

  /**
   * The attribute of that name.
   *
   * @throws IllegalArgumentException naming the attributes there are
   */
  public Attribute attribute(String name) {
    return attributes.get(rowSchema().index(name));
  }

  /** The columns of its rows: numbers and dates are numbers, all else texts. */
  public RowSchema rowSchema() {
    return new RowSchema(
        attributes.stream()
            .map(
                attribute ->
                    switch (attribute.kind()) {
                      case NUMBER, DATE ->
                          new RowSchema.Column(attribute.name(), RowSchema.Type.NUMBER);
                      case NOMINAL, TEXT ->
                          new RowSchema.Column(attribute.name(), RowSchema.Type.TEXT);
                    })
            .toList());
  }
}
