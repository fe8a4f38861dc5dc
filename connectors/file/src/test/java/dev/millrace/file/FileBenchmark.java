package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.Source;
import dev.millrace.core.testing.CountingRun;
import dev.millrace.core.testing.RateComparison;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows per second of text files: a buffered reader or writer and what the JDK has to take lines
 * apart and put them together, beside a pipeline; what is written goes to a file per 100,000 rows,
 * which both force to the disk. In turn. CSV and JSON lines are read by {@code
 * FileSourceBenchmark}. Not among the tests that run by themselves: {@code mvn -pl connectors/file
 * test -Dtest=FileBenchmark}, and the figures are in {@code target/surefire-reports}.
 */
class FileBenchmark {
  private static final int ROWS = 500_000;
  private static final int WRITTEN = 1_000_000;
  private static final int BATCH = 100_000;
  private static final int WIDTH = 20;
  private static final Pattern REQUEST =
      Pattern.compile(
          "(\\S+) \\S+ (\\S+) \\[([^\\]]+)\\] \"(\\S+) (\\S+) (\\S+)\" (\\d+) (\\d+)"
              + " \"([^\"]*)\" \"([^\"]*)\"");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  @TempDir Path directory;

  private final AtomicLong runs = new AtomicLong();

  /** What the plain loop makes of a line of ARFF or LibSVM. */
  @SuppressWarnings("ArrayRecordComponent") // as a plain loop would have it
  record Example(String label, int[] columns, double[] values) {}

  /** What the plain loop makes of a line of Vowpal Wabbit's. */
  @SuppressWarnings("ArrayRecordComponent") // as a plain loop would have it
  record Named(double label, String namespace, String[] names, double[] values) {}

  /** A row that is written. */
  record Trade(long id, String symbol, double price, int size) {
    static Trade of(long i) {
      return new Trade(i, "SYM" + i % 500, i * 7919 % 1_000_003 / 100.0, (int) (i % 1000));
    }
  }

  private Path next() {
    return directory.resolve("run-" + runs.incrementAndGet());
  }

  private static double value(int row, int column) {
    return (row * 7919L + column * 104_729L) % 1_000_003 / 1000.0;
  }

  /** The columns of a row, each with what stands before its value. */
  private static String row(int row, String first, IntFunction<String> before) {
    StringBuilder line = new StringBuilder(first);
    for (int j = 0; j < WIDTH; j++) {
      line.append(before.apply(j)).append(value(row, j));
    }
    return line.toString();
  }

  private static String arff(int i) {
    return row(i, "", j -> j == 0 ? "" : ",") + (i % 2 == 0 ? ",yes" : ",no");
  }

  private static String libSvm(int i) {
    return row(i, i % 2 == 0 ? "+1" : "-1", j -> " " + (1 + 7 * j) + ":");
  }

  private static String vw(int i) {
    return row(i, i % 2 == 0 ? "1 |n" : "-1 |n", j -> " price" + j + ":");
  }

  private static String request(int i) {
    return "10.%d.%d.7 - - [%02d/May/2015:10:%02d:03 +0000] \"GET /page-%d.html HTTP/1.1\" 200 %d"
            .formatted(i % 256, i % 199, 1 + i % 31, i % 60, i % 500, i % 300_000)
        + " \"http://semicomplete.com/presentations/\" \"Mozilla/5.0 (Macintosh; Intel Mac OS X"
        + " 10_9_1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/32.0.1700.77 Safari/537.36\"";
  }

  private Path write(String header, IntFunction<String> lines) throws IOException {
    Path file = next();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(header);
      for (int i = 0; i < ROWS; i++) {
        out.write(lines.apply(i));
        out.write('\n');
      }
    }
    return file;
  }

  private void compareReading(
      String what,
      Path file,
      long headerLines,
      Function<String, ?> plain,
      Function<Path, Source<?>> source)
      throws Exception {
    System.out.println(
        RateComparison.of(
            what,
            ROWS,
            () -> plainRead(Files.newInputStream(file), headerLines, plain),
            () -> millraceRead(source.apply(file))));
  }

  private static void plainRead(InputStream file, long skipped, Function<String, ?> plain)
      throws IOException {
    int rows = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      for (long i = 0; i < skipped; i++) {
        lines.readLine();
      }
      while (rows < ROWS && plain.apply(lines.readLine()) != null) {
        rows++;
      }
    }
    assertEquals(ROWS, rows);
  }

  private void millraceRead(Source<?> source) throws Exception {
    try (CountingRun run = CountingRun.start(source, next())) {
      run.await(ROWS);
    }
  }

  @Test
  void readArff() throws Exception {
    StringBuilder header = new StringBuilder("@relation rows\n");
    for (int j = 0; j < WIDTH; j++) {
      header.append("@attribute x").append(j).append(" numeric\n");
    }
    header.append("@attribute class {yes,no}\n@data\n");
    Path file = write(header.toString(), FileBenchmark::arff);
    compareReading("ARFF, read", file, WIDTH + 3, FileBenchmark::plainArff, FileSource::arff);
  }

  private static Example plainArff(String line) {
    String[] fields = line.split(",", -1);
    double[] values = new double[WIDTH];
    for (int j = 0; j < WIDTH; j++) {
      values[j] = Double.parseDouble(fields[j]);
    }
    return new Example(fields[WIDTH], new int[0], values);
  }

  @Test
  void readLibSvm() throws Exception {
    Path file = write("", FileBenchmark::libSvm);
    compareReading("LibSVM, read", file, 0, FileBenchmark::plainLibSvm, FileSource::libSvm);
  }

  private static Example plainLibSvm(String line) {
    String[] words = line.split(" ", -1);
    int[] columns = new int[words.length - 1];
    double[] values = new double[columns.length];
    for (int j = 0; j < columns.length; j++) {
      int colon = words[j + 1].indexOf(':');
      columns[j] = Integer.parseInt(words[j + 1].substring(0, colon)) - 1;
      values[j] = Double.parseDouble(words[j + 1].substring(colon + 1));
    }
    return new Example(words[0], columns, values);
  }

  @Test
  void readVw() throws Exception {
    Path file = write("", FileBenchmark::vw);
    compareReading("Vowpal Wabbit, read", file, 0, FileBenchmark::plainVw, FileSource::vw);
  }

  private static Named plainVw(String line) {
    int bar = line.indexOf('|');
    String[] words = line.substring(bar + 1).split(" ", -1);
    String[] names = new String[words.length - 1];
    double[] values = new double[names.length];
    for (int j = 0; j < names.length; j++) {
      int colon = words[j + 1].indexOf(':');
      names[j] = words[j + 1].substring(0, colon);
      values[j] = Double.parseDouble(words[j + 1].substring(colon + 1));
    }
    return new Named(Double.parseDouble(line.substring(0, bar)), words[0], names, values);
  }

  @Test
  void readWebLog() throws Exception {
    Path file = write("", FileBenchmark::request);
    compareReading("web log, read", file, 0, FileBenchmark::plainRequest, FileSource::webLog);
  }

  private static WebLogEntry plainRequest(String line) {
    Matcher request = REQUEST.matcher(line);
    if (!request.matches()) {
      throw new IllegalArgumentException(line);
    }
    return new WebLogEntry(
        request.group(1),
        "",
        request.group(2),
        ZonedDateTime.parse(request.group(3), TIME).toInstant(),
        request.group(4),
        request.group(5),
        request.group(6),
        Integer.parseInt(request.group(7)),
        Long.parseLong(request.group(8)),
        request.group(9),
        request.group(10),
        Double.NaN,
        "");
  }

  @Test
  void followWebLog() throws Exception {
    Path requests = write("", FileBenchmark::request);
    System.out.println(
        RateComparison.of(
            "web log that grows, read",
            ROWS,
            () ->
                whileItGrows(
                    requests,
                    log ->
                        plainRead(
                            new Growing(Files.newInputStream(log)),
                            0,
                            FileBenchmark::plainRequest)),
            () -> whileItGrows(requests, log -> millraceRead(TailSource.webLog(log)))));
  }

  private interface Use {
    void of(Path path) throws Exception;
  }

  private void whileItGrows(Path requests, Use reading) throws Exception {
    Path log = Files.createDirectory(next()).resolve("access.log");
    try (OutputStream out = Files.newOutputStream(log)) {
      Thread server =
          new Thread(
              () -> {
                try {
                  Files.copy(requests, out);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      server.start();
      reading.of(log);
      server.join();
    }
    Files.delete(log);
  }

  /** Waits for more where the file ends. */
  private static final class Growing extends FilterInputStream {
    Growing(InputStream file) {
      super(file);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      while (read < 0) {
        LockSupport.parkNanos(1_000_000);
        read = super.read(bytes, offset, length);
      }
      return read;
    }
  }

  private void compareWriting(String what, Plain plain, Function<Path, Sink<Trade>> sink)
      throws Exception {
    System.out.println(
        RateComparison.of(
            what,
            WRITTEN,
            () -> plainWrite(plain, Files.createDirectory(next())),
            () -> millraceWrite(sink.apply(next()))));
  }

  /** Writes rows, from a first one on. */
  private interface Plain {
    void write(OutputStream out, int from) throws IOException;
  }

  private static void plainWrite(Plain plain, Path folder) throws IOException {
    for (int from = 0; from < WRITTEN; from += BATCH) {
      try (FileOutputStream file = new FileOutputStream(folder.resolve("part-" + from).toFile())) {
        plain.write(file, from);
        file.getFD().sync();
      }
    }
  }

  private void millraceWrite(Sink<Trade> sink) throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("benchmark-" + runs.incrementAndGet())
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(BATCH)
            .withCheckpoint(next());
    try (StreamingContext context = StreamingContext.create(config)) {
      context.source("trades", GeneratorSource.bounded(WRITTEN, Trade::of)).to("out", sink);
      context.start();
      context.awaitTermination();
    }
  }

  @Test
  void writeCsv() throws Exception {
    compareWriting(
        "CSV, write", FileBenchmark::plainCsv, output -> FileSink.csv(output, Trade.class));
  }

  private static void plainCsv(OutputStream file, int from) throws IOException {
    Writer out = new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8));
    out.write("id,symbol,price,size\n");
    for (int i = from; i < from + BATCH; i++) {
      Trade trade = Trade.of(i);
      out.write(
          trade.id() + "," + trade.symbol() + "," + trade.price() + "," + trade.size() + "\n");
    }
    out.flush();
  }

  @Test
  void writeJsonLines() throws Exception {
    compareWriting("JSON lines, write", FileBenchmark::plainJson, FileSink::jsonLines);
  }

  private static void plainJson(OutputStream file, int from) throws IOException {
    SequenceWriter out = new ObjectMapper().writer().withRootValueSeparator("\n").writeValues(file);
    for (int i = from; i < from + BATCH; i++) {
      out.write(Trade.of(i));
    }
    out.flush();
  }
}
