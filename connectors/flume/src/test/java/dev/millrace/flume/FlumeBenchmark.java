package dev.millrace.flume;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.source.GeneratorSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.flume.Event;
import org.apache.flume.api.RpcClient;
import org.apache.flume.api.RpcClientFactory;
import org.apache.flume.event.EventBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events per second with bodies of 100 bytes, in requests of 1,000: a bare receiver that forces
 * what it answers for to a file, beside a pipeline that receives; and the bare client beside a
 * pipeline that sends, to a receiver that counts. In turn; medians. Not among the tests that run by
 * themselves: {@code mvn -pl connectors/flume test -Dtest=FlumeBenchmark}, and the figures are in
 * {@code target/surefire-reports}.
 */
class FlumeBenchmark {
  private static final int EVENTS = 200_000;
  private static final int REQUEST = 1_000;
  private static final int BATCH = 10_000;
  private static final int ROUNDS = 7;
  private static final String PADDING = "-".repeat(80);

  @TempDir Path directory;

  private final AtomicLong runs = new AtomicLong();

  private interface Work {
    void run() throws Exception;
  }

  /** 100 bytes. */
  private static String row(long number) {
    return PADDING + (number + 1_000_000_000_000_000_000L) + "-";
  }

  private static void compare(String what, Work plain, Work millrace) throws Exception {
    double[] plainRates = new double[ROUNDS];
    double[] millraceRates = new double[ROUNDS];
    plain.run();
    millrace.run();
    for (int round = 0; round < ROUNDS; round++) {
      plainRates[round] = rate(plain);
      millraceRates[round] = rate(millrace);
    }
    double bare = median(plainRates);
    double ours = median(millraceRates);
    System.out.printf(
        "%s: Millrace %,.0f events/s, bare %,.0f, Millrace by bare %.2f%n",
        what, ours, bare, ours / bare);
  }

  private static double rate(Work work) throws Exception {
    long begin = System.nanoTime();
    work.run();
    return EVENTS * 1e9 / (System.nanoTime() - begin);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static void send(int port) throws Exception {
    RpcClient client = RpcClientFactory.getDefaultInstance("127.0.0.1", port, REQUEST);
    for (int from = 0; from < EVENTS; from += REQUEST) {
      List<Event> events =
          IntStream.range(from, from + REQUEST)
              .mapToObj(i -> EventBuilder.withBody(row(i).getBytes(StandardCharsets.UTF_8)))
              .toList();
      client.appendBatch(events);
    }
    client.close();
  }

  @Test
  void receive() throws Exception {
    compare("receive", this::plainReceive, this::millraceReceive);
  }

  @Test
  void transmit() throws Exception {
    try (CountingReceiver receiver = CountingReceiver.start()) {
      compare("send", () -> send(receiver.port()), () -> millraceSend(receiver.port()));
    }
  }

  private void plainReceive() throws Exception {
    Path file = directory.resolve("plain-" + runs.incrementAndGet());
    try (CountingReceiver receiver = CountingReceiver.start(file)) {
      send(receiver.port());
    }
  }

  private void millraceReceive() throws Exception {
    int port = Ports.free();
    long run = runs.incrementAndGet();
    CountDownLatch left = new CountDownLatch(EVENTS);
    StreamingConfig config =
        StreamingConfig.named("benchmark-" + run)
            .withTrigger(Trigger.continuous())
            .withMaxBatchRecords(BATCH)
            .withCheckpoint(directory.resolve("run-" + run));
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("in", FlumeSource.values(port, FlumeOptions.defaults(), RecordFormat.text()))
          .foreachBatch(
              (batch, scope) ->
                  batch
                      .runPartitions((partition, values) -> values.size())
                      .forEach(
                          size -> {
                            for (int i = 0; i < size; i++) {
                              left.countDown();
                            }
                          }));
      context.start();
      Client.to(port).close();
      send(port);
      left.await();
      context.stop();
      context.awaitTermination();
    }
  }

  private void millraceSend(int port) throws Exception {
    long run = runs.incrementAndGet();
    StreamingConfig config =
        StreamingConfig.named("benchmark-" + run)
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(BATCH)
            .withCheckpoint(directory.resolve("run-" + run));
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("rows", GeneratorSource.bounded(EVENTS, FlumeBenchmark::row))
          .to(
              "out",
              FlumeSink.values("127.0.0.1", port, FlumeOptions.defaults(), RecordFormat.text()));
      context.start();
      context.awaitTermination();
    }
  }
}
