package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.source.Source;
import dev.millrace.file.ArffHeader;
import dev.millrace.file.CsvSchema;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSource;
import dev.millrace.file.LineDecoder;
import dev.millrace.file.SparseRow;
import dev.millrace.file.TailOptions;
import dev.millrace.file.TailSource;
import dev.millrace.file.WebLogEntry;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.yaml.Rows.ColumnType;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import dev.millrace.yaml.document.WrongKeyException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files as sources. */
final class FileSources {
  static final String PATH =
      "A file, a directory, or a place such as s3a://bucket/path; .gz files are decompressed.";
  static final String GLOB = "Which files of a directory count.";
  static final String FOLLOW = "Whether to wait for more lines and files, or to end.";
  static final String RATE = "Plays the files at so many rows a second.";
  static final String ALL_FILES = "*";
  static final String NO = "false";

  private FileSources() {}

  static FileOptions options(String glob, boolean follow) {
    return FileOptions.defaults().withGlob(glob).withFollow(follow);
  }

  /**
   * The delimiter that a text is.
   *
   * @throws WrongKeyException if it is several characters
   */
  static char delimiter(String text) {
    if (text.length() != 1) {
      throw new WrongKeyException("delimiter", "expected one character, got '" + text + "'");
    }
    return text.charAt(0);
  }

  static <T> Source<T> paced(FileSource<T> source, Optional<Double> rate) {
    return rate.isPresent() ? source.rate(rate.get()) : source;
  }

  private static RowStream rows(
      StreamingContext context, String name, RowSchema columns, Source<Row> source) {
    return new RowStream(columns, context.source(name, source));
  }

  @Kind(value = "CSV files.", type = "csv")
  record Csv(
      @Key(PATH) String path,
      @Key("Exactly the columns to read: number or text. Default: all, as the first rows tell.")
          Map<String, ColumnType> columns,
      @Key("The types of some columns, where the first rows do not tell.")
          Map<String, ColumnType> types,
      @Key(value = "What stands between fields.", byDefault = ",") String delimiter,
      @Key(
              value = "Whether the first record names the columns; else they are c0, c1 …",
              byDefault = "true")
          boolean header,
      @Key(value = GLOB, byDefault = ALL_FILES) String glob,
      @Key(value = FOLLOW, byDefault = NO) boolean follow,
      @Key(value = RATE, min = 0) Optional<Double> rate)
      implements SourceSpec {
    Csv {
      FileSources.delimiter(delimiter);
      if (!columns.isEmpty() && !types.isEmpty()) {
        throw new ConfigurationException("expected columns or types, got both; columns have types");
      }
    }

    @Override
    public RowStream open(StreamingContext context, String name) {
      FileOptions options =
          options(glob, follow)
              .withDelimiter(FileSources.delimiter(delimiter))
              .withHeader(header)
              .withTypes(Rows.types(types));
      URI place = Places.uri(path);
      RowSchema schema = columns.isEmpty() ? CsvSchema.infer(place, options) : Rows.schema(columns);
      FileSource<Row> source = FileSource.csv(place, options.withSchema(schema));
      if (!follow) {
        requireColumns(CsvSchema.names(place, options, columns.keySet()));
      }
      return rows(context, name, schema, paced(source, rate));
    }

    /** Of files that are still being written, nobody knows what their headers will be. */
    private void requireColumns(Set<String> names) {
      for (String column : columns.keySet()) {
        if (!names.isEmpty() && !names.contains(column)) {
          throw new WrongKeyException(
              "columns." + column,
              "no file has a column '"
                  + column
                  + "'"
                  + Suggestion.among("there are", names, column));
        }
      }
    }
  }

  @Kind(value = "Files with a JSON object per line.", type = "jsonLines")
  record JsonLines(
      @Key(PATH) String path,
      @Key(
              value = "The properties to read: number or text; a.b is property b of a.",
              required = true)
          Map<String, ColumnType> columns,
      @Key(value = GLOB, byDefault = ALL_FILES) String glob,
      @Key(value = FOLLOW, byDefault = NO) boolean follow,
      @Key(value = RATE, min = 0) Optional<Double> rate)
      implements SourceSpec {
    @Override
    public RowStream open(StreamingContext context, String name) {
      RowSchema schema = Rows.schema(columns);
      JsonRow row = new JsonRow(schema);
      LineDecoder<Row> decoder = (bytes, from, to) -> row.read(bytes, from, to - from);
      return rows(
          context,
          name,
          schema,
          paced(FileSource.lines(Places.uri(path), decoder, options(glob, follow)), rate));
    }
  }

  @Kind(value = "Lines of text, each in the column 'line'.", type = "text")
  record TextLines(
      @Key(PATH) String path,
      @Key(value = GLOB, byDefault = ALL_FILES) String glob,
      @Key(value = FOLLOW, byDefault = NO) boolean follow,
      @Key(value = RATE, min = 0) Optional<Double> rate)
      implements SourceSpec {
    private static final Rows.Shape<String> SHAPE = Rows.<String>of().text("line", line -> line);

    @Override
    public RowStream open(StreamingContext context, String name) {
      Source<String> lines = paced(FileSource.text(Places.uri(path), options(glob, follow)), rate);
      return lines(context, name, lines);
    }

    static RowStream lines(StreamingContext context, String name, Source<String> lines) {
      return new RowStream(SHAPE.schema(), context.source(name, lines).map(SHAPE.function()));
    }
  }

  @Kind(
      value =
          "Access logs of Apache and NGINX: host, user, time, method, path, protocol, status,"
              + " bytes, referrer, userAgent, seconds.",
      type = "webLog")
  record WebLog(
      @Key(PATH) String path,
      @Key("As in Apache's LogFormat or NGINX's log_format; default: common or combined.")
          Optional<String> format,
      @Key(value = "Whether to follow the log for ever, and through rotations.", byDefault = NO)
          boolean follow,
      @Key(value = RATE, min = 0) Optional<Double> rate)
      implements SourceSpec {
    private static final Rows.Shape<WebLogEntry> SHAPE =
        Rows.<WebLogEntry>of()
            .text("host", WebLogEntry::host)
            .text("user", WebLogEntry::user)
            .text("time", entry -> entry.time().toString())
            .text("method", WebLogEntry::method)
            .text("path", WebLogEntry::path)
            .text("protocol", WebLogEntry::protocol)
            .number("status", entry -> (double) entry.status())
            .number("bytes", entry -> (double) entry.bytes())
            .text("referrer", WebLogEntry::referrer)
            .text("userAgent", WebLogEntry::userAgent)
            .number("seconds", WebLogEntry::seconds);

    WebLog {
      if (follow && rate.isPresent()) {
        throw new ConfigurationException("expected follow or rate, got both");
      }
    }

    @Override
    public RowStream open(StreamingContext context, String name) {
      LineDecoder<WebLogEntry> decoder =
          format.map(LineDecoder::webLog).orElseGet(LineDecoder::webLog);
      Source<WebLogEntry> entries =
          follow
              ? TailSource.lines(Places.local(path, "follow"), decoder, TailOptions.defaults())
              : paced(FileSource.lines(Places.uri(path), decoder, FileOptions.defaults()), rate);
      return new RowStream(SHAPE.schema(), context.source(name, entries).map(SHAPE.function()));
    }
  }

  @Kind(value = "ARFF files; the header names the columns.", type = "arff")
  record Arff(
      @Key(PATH) String path,
      @Key(value = GLOB, byDefault = ALL_FILES) String glob,
      @Key(value = RATE, min = 0) Optional<Double> rate)
      implements SourceSpec {
    @Override
    public RowStream open(StreamingContext context, String name) {
      FileOptions options = options(glob, false);
      RowSchema schema = ArffHeader.read(Places.uri(path), options).rowSchema();
      return rows(
          context,
          name,
          schema,
          paced(FileSource.arff(Places.uri(path), options.withSchema(schema)), rate));
    }
  }

  @Kind(
      value = "LibSVM (SVMlight) files: column 'label', and x1 to x<features>, 0 where not given.",
      type = "libSvm")
  record LibSvm(
      @Key(PATH) String path,
      @Key(
              value = "The largest index that is read; every row takes memory for all.",
              min = 1,
              max = 10_000)
          int features,
      @Key(value = GLOB, byDefault = ALL_FILES) String glob,
      @Key(value = RATE, min = 0) Optional<Double> rate)
      implements SourceSpec {
    @Override
    public RowStream open(StreamingContext context, String name) {
      List<RowSchema.Column> columns = new ArrayList<>();
      columns.add(new RowSchema.Column("label", RowSchema.Type.NUMBER));
      for (int i = 1; i <= features; i++) {
        columns.add(new RowSchema.Column("x" + i, RowSchema.Type.NUMBER));
      }
      RowSchema schema = new RowSchema(columns);
      Source<SparseRow> lines =
          paced(FileSource.libSvm(Places.uri(path), options(glob, false)), rate);
      return new RowStream(schema, context.source(name, lines).map(row -> dense(schema, row)));
    }

    private static Row dense(RowSchema schema, SparseRow row) {
      double[] numbers = new double[schema.width()];
      String[] texts = new String[schema.width()];
      Arrays.fill(texts, "");
      numbers[0] = row.label();
      for (int i = 0; i < row.size() && row.column(i) + 1 < numbers.length; i++) {
        numbers[row.column(i) + 1] = row.value(i);
      }
      return new Row(schema, numbers, texts);
    }
  }
}
