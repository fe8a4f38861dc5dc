package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.format.BadRecordException;
import dev.millrace.core.row.RowSchema;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what the columns of a CSV file are called and hold, from its header and first {@value
 * #SAMPLE} records.
 *
 * <p>A column holds numbers when nearly all of its values that are not empty are numbers: at most
 * one in ten (and one where there are fewer than ten) is not. Such odd values, {@code NaN} among
 * them, are bad records later and are warned of here; one wrong field does not turn a column of
 * numbers into categories. All else is text, a column without values too.
 */
public final class CsvSchema {
  private static final Logger LOG = LoggerFactory.getLogger(CsvSchema.class);
  private static final int SAMPLE = 1000;

  private CsvSchema() {}

  /**
   * The columns of {@code path}, or of the first file of a directory.
   *
   * @throws ConfigurationException when there is no file, or no header
   */
  public static RowSchema infer(Path path, FileOptions options) {
    return infer(FileTree.local(path), options);
  }

  /** The same, at any place; see {@link FileSource#text(URI, FileOptions)}. */
  public static RowSchema infer(URI place, FileOptions options) {
    return infer(FileTree.at(place), options);
  }

  /**
   * What the headers of the files at {@code place} call columns. In the order of the files, and no
   * more of them than it takes to see all that are wanted; nothing if none is to be read.
   *
   * @throws ConfigurationException when one of them is no header
   */
  public static Set<String> names(URI place, FileOptions options, Set<String> wanted) {
    FileTree tree = FileTree.at(place);
    try {
      Set<String> found = new LinkedHashSet<>();
      InputFiles files = new InputFiles(tree, options);
      for (FileTree.Entry entry : options.header() ? files.list() : List.<FileTree.Entry>of()) {
        InputFile file = files.file(entry.name());
        RecordScanner scanner =
            RecordScanner.csv(options.maxRecordBytes(), (byte) options.delimiter());
        try (RecordCursor cursor = file.open(scanner, FileOffset.START, Long.MAX_VALUE)) {
          header(file, options, cursor).ifPresent(found::addAll);
        }
        if (found.containsAll(wanted)) {
          break;
        }
      }
      return found;
    } catch (IOException e) {
      throw new ConfigurationException(tree + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<List<String>> header(
      InputFile file, FileOptions options, RecordCursor cursor) throws IOException {
    cursor.skipByteOrderMark();
    byte[] header = new HeaderReader(file.split(), HeaderKind.RECORD).read(cursor, true);
    return header == null
        ? Optional.empty()
        : Optional.of(CsvLayout.names(file.split(), header, (byte) options.delimiter()));
  }

  static RowSchema infer(FileTree place, FileOptions options) {
    try {
      InputFiles files = new InputFiles(place, options);
      for (FileTree.Entry entry : files.list()) {
        InputFile file = files.file(entry.name());
        RowSchema schema = infer(file, options);
        if (schema.width() > 0) {
          return schema;
        }
      }
    } catch (IOException e) {
      throw new ConfigurationException(place + " cannot be read: " + e.getMessage(), e);
    }
    throw new ConfigurationException(
        "no CSV file with a first record at "
            + place
            + ", from which to tell the columns; check the path and the glob '"
            + options.glob()
            + "', or give a schema");
  }

  private static RowSchema infer(InputFile file, FileOptions options) throws IOException {
    RecordScanner scanner = RecordScanner.csv(options.maxRecordBytes(), (byte) options.delimiter());
    try (RecordCursor cursor = file.open(scanner, FileOffset.START, Long.MAX_VALUE)) {
      if (!options.header()) {
        cursor.skipByteOrderMark();
        return infer(file, options, cursor, null);
      }
      Optional<List<String>> names = header(file, options, cursor);
      return names.isPresent()
          ? infer(file, options, cursor, names.get())
          : new RowSchema(List.of());
    }
  }

  private static RowSchema infer(
      InputFile file, FileOptions options, RecordCursor cursor, List<String> header)
      throws IOException {
    List<String> names = header;
    List<Sample> samples = names == null ? null : samples(names.size());
    for (int records = 0; records < SAMPLE && cursor.next(true); cursor.accept()) {
      cursor.retain();
      if (cursor.kind() != RecordScanner.Kind.RECORD) {
        continue;
      }
      records++;
      List<String> fields;
      try {
        fields =
            CsvFields.split(
                cursor.buffer(), cursor.from(), cursor.contentEnd(), (byte) options.delimiter());
      } catch (BadRecordException e) {
        continue;
      }
      if (names == null) {
        names = CsvLayout.numbered(fields.size());
        samples = samples(names.size());
      }
      if (fields.size() == names.size()) {
        for (int i = 0; i < fields.size(); i++) {
          samples.get(i).add(fields.get(i), cursor.line() + 1);
        }
      }
    }
    return names == null ? new RowSchema(List.of()) : schema(file, names, samples, options.types());
  }

  private static List<Sample> samples(int width) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      samples.add(new Sample());
    }
    return samples;
  }

  private static RowSchema schema(
      InputFile file, List<String> names, List<Sample> samples, Map<String, RowSchema.Type> types) {
    for (String name : types.keySet()) {
      CsvLayout.exact(file.split(), names, List.of(name), (byte) ',');
    }
    List<RowSchema.Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Sample sample = samples.get(i);
      RowSchema.Type type = types.get(name);
      if (type == null) {
        type = sample.isNumber() ? RowSchema.Type.NUMBER : RowSchema.Type.TEXT;
        sample.warn(file, name);
      }
      columns.add(new RowSchema.Column(name, type));
    }
    return new RowSchema(columns);
  }

  /** What was seen of one column. */
  private static final class Sample {
    private int numbers;
    private int others;
    private String odd = "";
    private long oddLine;

    void add(String field, long line) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      if (NumberParser.isBlank(bytes, 0, bytes.length)) {
        return;
      }
      if (!Double.isNaN(NumberParser.parse(bytes, 0, bytes.length))) {
        numbers++;
        return;
      }
      if (others++ == 0) {
        odd = Utf8.lenient(bytes, 0, bytes.length);
        oddLine = line;
      }
    }

    boolean isNumber() {
      return numbers > others && others <= Math.max(1, (numbers + others) / 10);
    }

    void warn(InputFile file, String column) {
      if (isNumber() && others > 0) {
        LOG.warn(
            "{}: column '{}' is taken to hold numbers although line {} holds '{}'; records like that"
                + " are rejected. Declare the column text if they should not be",
            file.split(),
            column,
            oddLine,
            odd);
      }
    }
  }
}
