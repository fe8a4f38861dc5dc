package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.ReadAhead;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Reads files: one, or those of a directory by name, one after the other; {@code .gz} files are
 * decompressed on the way. It replays: delivery is exactly once.
 *
 * <pre>{@code
 * record Trade(String symbol, double price, long volume, Instant at) {}
 *
 * DStream<Row> rows = context.source("cards", FileSource.csv(Path.of("cards.csv.gz")));
 * DStream<Trade> trades =
 *     context.source(
 *         "trades",
 *         FileSource.csv(Path.of("trades"), Trade.class, FileOptions.defaults().withFollow(true)));
 * DStream<String> replayed =
 *     context.source("log", FileSource.text(Path.of("access.log")).rate(500));
 * }</pre>
 *
 * <p>A split is a file, an offset a line and a byte position. A file may grow at its end, but what
 * has been read may not change; a file that was changed or has shrunk stops the pipeline with an
 * error that names it. Without {@link FileOptions#follow} the source ends with the last file. With
 * it, it waits for more: whole lines that are added to plain files, and new files, which should
 * come later by name. A last line without a line end then counts once a later file is there.
 *
 * <p>On HDFS and S3 the same holds, where {@code millrace-hadoop} is on the class path:
 *
 * <pre>{@code
 * FileSource.csv(URI.create("s3a://bucket/trades"), Trade.class, FileOptions.defaults());
 * }</pre>
 *
 * <p>A record that cannot be decoded becomes a dead letter with file and line; see the README for
 * every kind. Memory: about what one batch may take, in bytes, twice, and a few MiB.
 *
 * <p>Immutable, and its methods are thread-safe.
 */
public final class FileSource<T> implements Source<T> {
  private static final long serialVersionUID = 1L;

  private final FileSettings<T> settings;
  private final ReadAhead<Chunk<T>> readAhead = new ReadAhead<>();

  private FileSource(FileSettings<T> settings) {
    this.settings = settings;
  }

  private static HeaderKind csvHeader(FileOptions options) {
    return options.header() ? HeaderKind.RECORD : HeaderKind.NONE;
  }

  private static <T> FileSource<T> of(FileTree place, Format<T> format, FileOptions options) {
    InputFiles files = new InputFiles(place, options);
    return new FileSource<>(new FileSettings<>(files, format, options, new Pace.Unlimited<>()));
  }

  /** Lines of UTF-8 text without their line ends, empty ones among them. */
  public static FileSource<String> text(Path path) {
    return text(path, FileOptions.defaults());
  }

  /** Lines of UTF-8 text without their line ends, empty ones among them. */
  public static FileSource<String> text(Path path, FileOptions options) {
    return of(FileTree.local(path), new TextFormat(), options);
  }

  /**
   * Lines of UTF-8 text, at any place.
   *
   * @param place of a file or directory: {@code hdfs:} and {@code s3a:} where {@code
   *     millrace-hadoop} is on the class path, {@code file:}, or a path
   * @throws ConfigurationException when nothing opens such a place
   */
  public static FileSource<String> text(URI place, FileOptions options) {
    return of(FileTree.at(place), new TextFormat(), options);
  }

  /** CSV into rows, of columns that are inferred; see {@link #csv(Path, FileOptions)}. */
  public static FileSource<Row> csv(Path path) {
    return csv(path, FileOptions.defaults());
  }

  /**
   * CSV into rows. Columns are those of the given schema or, without one, what {@link
   * CsvSchema#infer} finds, which reads the beginning of the first file now. They are matched by
   * name in each file; columns that the schema lacks are passed over.
   *
   * <p>An empty field of a number column is NaN, a missing value. What is no finite number, {@code
   * NaN} and {@code Infinity} among it, is a bad record.
   *
   * @throws ConfigurationException when there is no file to infer from; later, when a file lacks a
   *     column
   */
  public static FileSource<Row> csv(Path path, FileOptions options) {
    return csv(FileTree.local(path), options);
  }

  /**
   * CSV into rows, at any place; see {@link #csv(Path, FileOptions)} and {@link #text(URI,
   * FileOptions)}.
   */
  public static FileSource<Row> csv(URI place, FileOptions options) {
    return csv(FileTree.at(place), options);
  }

  private static FileSource<Row> csv(FileTree place, FileOptions options) {
    RowSchema schema =
        options.schema().width() > 0 ? options.schema() : CsvSchema.infer(place, options);
    return of(
        place, new CsvRowFormat(schema, (byte) options.delimiter(), csvHeader(options)), options);
  }

  /** CSV into Java records; see {@link #csv(Path, Class, FileOptions)}. */
  public static <T> FileSource<T> csv(Path path, Class<T> type) {
    return csv(path, type, FileOptions.defaults());
  }

  /**
   * CSV into Java records. Each component takes the column of its name; where there is none, one
   * that differs only in case, {@code _}, {@code -} and spaces ({@code cardId} takes {@code
   * card_id}). Other columns are passed over. Without a header, components are taken in order.
   *
   * <p>Components may be primitive or boxed, String, BigDecimal, BigInteger, Instant, LocalDate,
   * LocalTime, LocalDateTime, UUID, an enum (by constant name), or an Optional of one. An empty
   * field is an empty String or Optional, null for a boxed type, and a bad record for all others;
   * so is a row that the record's constructor refuses.
   *
   * @throws ConfigurationException when a component's type is none of those; later, when a file
   *     lacks a column
   */
  public static <T> FileSource<T> csv(Path path, Class<T> type, FileOptions options) {
    return csv(FileTree.local(path), type, options);
  }

  /**
   * CSV into Java records, at any place; see {@link #csv(Path, Class, FileOptions)} and {@link
   * #text(URI, FileOptions)}.
   */
  public static <T> FileSource<T> csv(URI place, Class<T> type, FileOptions options) {
    return csv(FileTree.at(place), type, options);
  }

  private static <T> FileSource<T> csv(FileTree place, Class<T> type, FileOptions options) {
    return of(
        place,
        new CsvRecordFormat<>(type, (byte) options.delimiter(), csvHeader(options)),
        options);
  }

  /** Lines of JSON into what Jackson makes of them; see the other method. */
  public static <T> FileSource<T> jsonLines(Path path, Class<T> type) {
    return jsonLines(path, type, FileOptions.defaults());
  }

  /**
   * Lines of JSON into Java records, beans, maps, or {@link
   * com.fasterxml.jackson.databind.JsonNode} for whatever stands there. Empty lines are passed
   * over. Properties that the type lacks are ignored; one that is missing is null or empty, and a
   * bad record where the type is primitive.
   */
  public static <T> FileSource<T> jsonLines(Path path, Class<T> type, FileOptions options) {
    return of(FileTree.local(path), new JsonFormat<>(type), options);
  }

  /**
   * Lines of JSON, at any place; see {@link #jsonLines(Path, Class, FileOptions)} and {@link
   * #text(URI, FileOptions)}.
   */
  public static <T> FileSource<T> jsonLines(URI place, Class<T> type, FileOptions options) {
    return of(FileTree.at(place), new JsonFormat<>(type), options);
  }

  /** ARFF into rows; see {@link #arff(Path, FileOptions)}. */
  public static FileSource<Row> arff(Path path) {
    return arff(path, FileOptions.defaults());
  }

  /**
   * ARFF, dense and sparse, into rows. Columns are those of the given schema or, without one, the
   * attributes of the first file, whose header is read now: numbers, and dates as Unix seconds
   * (UTC), are numbers, nominal attributes and strings are texts. They are matched by name in each
   * file.
   *
   * <p>{@code ?} is missing: NaN, or empty. What is no finite number, none of a nominal attribute's
   * values, or no date in its format, is a bad record. What a sparse row leaves out is 0, or the
   * first value of a nominal attribute; each row takes memory for all columns, so where there are
   * thousands {@link #libSvm} serves better. {@link ArffHeader#read} tells nominal values.
   *
   * @throws ConfigurationException when there is no file, or its header is malformed; later, when a
   *     file lacks a column
   */
  public static FileSource<Row> arff(Path path, FileOptions options) {
    return arff(FileTree.local(path), options);
  }

  /**
   * ARFF, at any place; see {@link #arff(Path, FileOptions)} and {@link #text(URI, FileOptions)}.
   */
  public static FileSource<Row> arff(URI place, FileOptions options) {
    return arff(FileTree.at(place), options);
  }

  private static FileSource<Row> arff(FileTree place, FileOptions options) {
    RowSchema schema =
        options.schema().width() > 0
            ? options.schema()
            : ArffHeader.read(place, options).rowSchema();
    return of(place, new ArffFormat(schema), options);
  }

  /** LibSVM, which is SVMlight's format too; see {@link LineDecoder#libSvm}. */
  public static FileSource<SparseRow> libSvm(Path path) {
    return libSvm(path, FileOptions.defaults());
  }

  /** LibSVM, which is SVMlight's format too; see {@link LineDecoder#libSvm}. */
  public static FileSource<SparseRow> libSvm(Path path, FileOptions options) {
    return libSvm(FileTree.local(path), options);
  }

  /** LibSVM, at any place; see {@link LineDecoder#libSvm} and {@link #text(URI, FileOptions)}. */
  public static FileSource<SparseRow> libSvm(URI place, FileOptions options) {
    return libSvm(FileTree.at(place), options);
  }

  private static FileSource<SparseRow> libSvm(FileTree place, FileOptions options) {
    LineDecoder<SparseRow> decoder = LineDecoder.libSvm();
    return of(place, new LineDecoderFormat<>(decoder, LibSvmDecoder.COMMENT), options);
  }

  /** Vowpal Wabbit's text format; see {@link LineDecoder#vw}. */
  public static FileSource<VwExample> vw(Path path) {
    return lines(path, LineDecoder.vw());
  }

  /** Access logs of Apache and NGINX; see {@link LineDecoder#webLog()}. */
  public static FileSource<WebLogEntry> webLog(Path path) {
    return lines(path, LineDecoder.webLog());
  }

  /** Lines in a format of one's own; see the other method. */
  public static <T> FileSource<T> lines(Path path, LineDecoder<T> decoder) {
    return lines(path, decoder, FileOptions.defaults());
  }

  /** Lines in a format of one's own; empty ones are passed over. */
  public static <T> FileSource<T> lines(Path path, LineDecoder<T> decoder, FileOptions options) {
    return of(FileTree.local(path), new LineDecoderFormat<>(decoder, (char) 0), options);
  }

  /**
   * Lines in any format, {@link LineDecoder#vw} and {@link LineDecoder#webLog()} among them, at any
   * place; see {@link #text(URI, FileOptions)}.
   */
  public static <T> FileSource<T> lines(URI place, LineDecoder<T> decoder, FileOptions options) {
    return of(FileTree.at(place), new LineDecoderFormat<>(decoder, (char) 0), options);
  }

  /** Plays the files at so many rows a second, by the pipeline's clock. */
  public FileSource<T> rate(double rowsPerSecond) {
    if (!(rowsPerSecond > 0)) {
      throw new ConfigurationException(
          "rate must be a positive number of rows per second, got " + rowsPerSecond);
    }
    return paced(new Pace.Rate<>(rowsPerSecond));
  }

  /**
   * Plays the files as they were recorded, by the timestamps in a column of a row, a component of a
   * record or a property of a JSON object: numbers as Unix time (in seconds, or finer where that
   * would lie beyond the year 5000), texts as ISO dates and times, UTC where they name no zone.
   */
  public FileSource<T> followTimestamps(String column, double speedUp) {
    return followTimestamps(new TimestampColumn<T>(column), speedUp);
  }

  /**
   * Plays the files as they were recorded: a row comes as long after the first one as its timestamp
   * is after the first one's, divided by {@code speedUp}. After a restart the next row comes at
   * once, and the others follow it.
   *
   * <p>A row without a timestamp (null), or with an earlier one than a row before, comes with the
   * row before it. Each row is decoded once more for this, by the planner.
   */
  public FileSource<T> followTimestamps(MapFunction<? super T, Instant> timestamp, double speedUp) {
    if (!(speedUp > 0)) {
      throw new ConfigurationException("speedUp must be positive, got " + speedUp);
    }
    return paced(new Pace.Timestamps<>(timestamp, speedUp));
  }

  private FileSource<T> paced(Pace<T> pace) {
    return new FileSource<>(
        new FileSettings<>(settings.files(), settings.format(), settings.options(), pace));
  }

  @Override
  public SplitPlanner planner(SourceContext context) {
    return new FilePlanner<>(settings, readAhead, context);
  }

  @Override
  public SplitReader<T> reader(OffsetRange range) throws IOException {
    return new FileSplitReader<>(
        settings.files().file(range.split()),
        settings.format(),
        settings.options().maxRecordBytes(),
        FileOffset.of(range.split(), range.from()),
        FileOffset.of(range.split(), range.until()),
        readAhead.take(range));
  }

  @Override
  public BadRecordPolicy badRecords() {
    return settings.options().badRecords();
  }

  @Override
  public String toString() {
    return "files " + settings.files().root();
  }
}
