package dev.millrace.hadoop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.testing.CountingRun;
import dev.millrace.core.testing.RateComparison;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Rows of CSV per second, from and to HDFS and an S3 server on this machine: Hadoop's client and
 * that of AWS, a file per 100,000 rows, beside pipelines that do so too. In turn. Not among the
 * tests that run by themselves: {@code mvn -pl connectors/hadoop test -Dtest=FilesBenchmark}, and
 * the figures are in {@code target/surefire-reports}.
 */
class FilesBenchmark {
  private static final int ROWS = 500_000;
  private static final int BATCH = 100_000;

  @TempDir Path directory;

  private final AtomicLong runs = new AtomicLong();

  /** A row. */
  record Trade(long id, String symbol, double price, int size) {
    static Trade of(long i) {
      return new Trade(i, "SYM" + i % 500, i * 7919 % 1_000_003 / 100.0, (int) (i % 1000));
    }
  }

  /** The client that others use. */
  private interface Client {
    InputStream open(URI file) throws IOException;

    void write(URI file, byte[] content) throws IOException;
  }

  private Path next() {
    return directory.resolve("run-" + runs.incrementAndGet());
  }

  private static URI file(URI place, int from) {
    return URI.create(place + "/batch-" + from + ".csv");
  }

  private static void plainWrite(Client client, URI place) throws IOException {
    for (int from = 0; from < ROWS; from += BATCH) {
      StringBuilder text = new StringBuilder("id,symbol,price,size\n");
      for (int i = from; i < from + BATCH; i++) {
        Trade trade = Trade.of(i);
        text.append(trade.id()).append(',').append(trade.symbol()).append(',');
        text.append(trade.price()).append(',').append(trade.size()).append('\n');
      }
      client.write(file(place, from), text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void plainRead(Client client, URI place) throws IOException {
    long sum = 0;
    for (int from = 0; from < ROWS; from += BATCH) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.open(file(place, from)), StandardCharsets.UTF_8))) {
        lines.readLine();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] fields = line.split(",", -1);
          Trade trade =
              new Trade(
                  Long.parseLong(fields[0]),
                  fields[1],
                  Double.parseDouble(fields[2]),
                  Integer.parseInt(fields[3]));
          sum += trade.id();
        }
      }
    }
    assertEquals((ROWS - 1L) * ROWS / 2, sum);
  }

  private void millraceRead(URI place) throws Exception {
    try (CountingRun run =
        CountingRun.start(FileSource.csv(place, Trade.class, FileOptions.defaults()), next())) {
      run.await(ROWS);
    }
  }

  private void millraceWrite(URI place) throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("benchmark-" + runs.incrementAndGet())
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(BATCH)
            .withCheckpoint(next());
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("trades", GeneratorSource.bounded(ROWS, Trade::of))
          .to("out", FileSink.csv(place, Trade.class));
      context.start();
      context.awaitTermination();
    }
  }

  private void compare(String where, Client client, Supplier<URI> places) throws Exception {
    URI input = places.get();
    plainWrite(client, input);
    System.out.println(
        RateComparison.of(
            where + ", read", ROWS, () -> plainRead(client, input), () -> millraceRead(input)));
    System.out.println(
        RateComparison.of(
            where + ", write",
            ROWS,
            () -> plainWrite(client, places.get()),
            () -> millraceWrite(places.get())));
  }

  @Test
  void hdfs() throws Exception {
    try (Hdfs hdfs = Hdfs.start(directory)) {
      FileSystem files = FileSystem.get(hdfs.newPlace(), new Configuration());
      compare("HDFS", new HdfsClient(files), hdfs::newPlace);
    }
  }

  private record HdfsClient(FileSystem files) implements Client {
    @Override
    public InputStream open(URI file) throws IOException {
      return files.open(new org.apache.hadoop.fs.Path(file));
    }

    @Override
    public void write(URI file, byte[] content) throws IOException {
      try (FSDataOutputStream out = files.create(new org.apache.hadoop.fs.Path(file))) {
        out.write(content);
      }
    }
  }

  @Test
  void s3() throws Exception {
    try (S3Mock server = S3Mock.start(directory);
        S3Client s3 =
            S3Client.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .forcePathStyle(true)
                .build()) {
      compare("S3", new AwsClient(s3), server::newPlace);
    }
  }

  private record AwsClient(S3Client s3) implements Client {
    private static String key(URI file) {
      return file.getPath().substring(1);
    }

    @Override
    public InputStream open(URI file) {
      return s3.getObject(object -> object.bucket(file.getHost()).key(key(file)));
    }

    @Override
    public void write(URI file, byte[] content) {
      s3.putObject(
          object -> object.bucket(file.getHost()).key(key(file)), RequestBody.fromBytes(content));
    }
  }
}
