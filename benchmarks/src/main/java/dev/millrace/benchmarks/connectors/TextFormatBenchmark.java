package dev.millrace.benchmarks.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.file.LineDecoder;
import dev.millrace.file.SparseRow;
import dev.millrace.file.WebLogEntry;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Nanoseconds per line from bytes to a typed row: an access log in the combined format, and LibSVM
 * with 40 pairs. The plain loops cut the line by hand and leave dates and numbers to the JDK.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TextFormatBenchmark {
  private static final int LINES = 1_000;
  private static final int PAIRS = 40;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  private final LineDecoder<WebLogEntry> webLog = LineDecoder.webLog();
  private final LineDecoder<SparseRow> libSvm = LineDecoder.libSvm();
  private byte[][] requests;
  private byte[][] rows;

  /** What the plain loop makes of a request. */
  public record Request(
      String host,
      String user,
      Instant time,
      String method,
      String path,
      String protocol,
      int status,
      long bytes,
      String referrer,
      String agent) {}

  /** What the plain loop makes of a row. */
  @SuppressWarnings("ArrayRecordComponent") // as a plain loop would have it
  public record Pairs(double label, int[] columns, double[] values) {}

  @Setup
  public void setUp() {
    Random random = new Random(3);
    requests = new byte[LINES][];
    rows = new byte[LINES][];
    for (int i = 0; i < LINES; i++) {
      String request =
          String.format(
              "%d.%d.%d.7 - - [%02d/May/2015:10:%02d:03 +0000] \"GET /presentations/page-%d.html"
                  + " HTTP/1.1\" 200 %d \"http://semicomplete.com/presentations/%d/\" \"Mozilla/5.0"
                  + " (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.36 (KHTML, like Gecko)"
                  + " Chrome/32.0.1700.77 Safari/537.36\"",
              random.nextInt(256),
              random.nextInt(256),
              random.nextInt(256),
              1 + random.nextInt(31),
              random.nextInt(60),
              random.nextInt(500),
              random.nextInt(300_000),
              random.nextInt(50));
      requests[i] = request.getBytes(UTF_8);
      StringBuilder row = new StringBuilder(random.nextBoolean() ? "+1" : "-1");
      int index = 0;
      for (int j = 0; j < PAIRS; j++) {
        index += 1 + random.nextInt(200);
        row.append(' ').append(index).append(':').append(random.nextInt(1_000_000) / 1e6);
      }
      rows[i] = row.toString().getBytes(UTF_8);
    }
  }

  @Benchmark
  @OperationsPerInvocation(LINES)
  public void millraceWebLog(Blackhole out) throws Exception {
    for (byte[] line : requests) {
      out.consume(webLog.decode(line));
    }
  }

  @Benchmark
  @OperationsPerInvocation(LINES)
  public void plainLoopWebLog(Blackhole out) {
    for (byte[] line : requests) {
      out.consume(request(new String(line, UTF_8)));
    }
  }

  private static Request request(String line) {
    int host = line.indexOf(' ');
    int identity = line.indexOf(' ', host + 1);
    int user = line.indexOf(' ', identity + 1);
    int time = line.indexOf(']', user);
    int method = line.indexOf(' ', time + 3);
    int request = line.indexOf('"', method);
    int protocol = line.lastIndexOf(' ', request);
    int status = line.indexOf(' ', request + 2);
    int bytes = line.indexOf(' ', status + 1);
    int referrer = line.indexOf('"', bytes + 2);
    return new Request(
        line.substring(0, host),
        line.substring(identity + 1, user),
        ZonedDateTime.parse(line.substring(user + 2, time), TIME).toInstant(),
        line.substring(time + 3, method),
        line.substring(method + 1, protocol),
        line.substring(protocol + 1, request),
        Integer.parseInt(line.substring(request + 2, status)),
        Long.parseLong(line.substring(status + 1, bytes)),
        line.substring(bytes + 2, referrer),
        line.substring(referrer + 3, line.length() - 1));
  }

  @Benchmark
  @OperationsPerInvocation(LINES)
  public void millraceLibSvm(Blackhole out) throws Exception {
    for (byte[] line : rows) {
      out.consume(libSvm.decode(line));
    }
  }

  /** As LIBSVM's own Java program reads its files. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public void plainLoopLibSvm(Blackhole out) {
    for (byte[] line : rows) {
      StringTokenizer words = new StringTokenizer(new String(line, UTF_8), " \t\n\r\f:");
      double label = Double.parseDouble(words.nextToken());
      int pairs = words.countTokens() / 2;
      int[] columns = new int[pairs];
      double[] values = new double[pairs];
      for (int i = 0; i < pairs; i++) {
        columns[i] = Integer.parseInt(words.nextToken());
        values[i] = Double.parseDouble(words.nextToken());
      }
      out.consume(new Pairs(label, columns, values));
    }
  }
}
