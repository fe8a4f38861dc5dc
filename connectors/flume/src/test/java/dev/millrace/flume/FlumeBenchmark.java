package dev.millrace.flume;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.testing.CountingRun;
import dev.millrace.core.testing.RateComparison;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.flume.Event;
import org.apache.flume.api.RpcClient;
import org.apache.flume.api.RpcClientFactory;
import org.apache.flume.event.EventBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Events per second with bodies of 100 bytes, in requests of 1,000: a bare receiver that forces
 * what it answers for to a file, beside a pipeline that receives; and the bare client beside a
 * pipeline that sends, to a receiver that counts. In turn; of few events, and of so many that
 * starting a pipeline counts for less.
 *
 * <p>These bare clients do less: that one never reads what it keeps, and this one keeps nothing and
 * marks no event. So there is one of each besides that does the same job by a plain loop: {@code
 * receiveAndRead} has the receiver's file read behind it, and how far that is forced; {@code
 * stageAndTransmit} forces each batch to a file and gives each event its id before it is sent.
 *
 * <p>Not among the tests that run by themselves: {@code mvn -pl connectors/flume test
 * -Dtest=FlumeBenchmark}, and the figures are in {@code target/surefire-reports}.
 */
class FlumeBenchmark {
  private static final int REQUEST = 1_000;
  private static final int BATCH = 10_000;
  private static final String PADDING = "-".repeat(80);

  @TempDir Path directory;

  private final AtomicLong runs = new AtomicLong();

  /** 100 bytes. */
  private static String row(long number) {
    return PADDING + (number + 1_000_000_000_000_000_000L) + "-";
  }

  private static Event event(long number) {
    return EventBuilder.withBody(row(number).getBytes(StandardCharsets.UTF_8));
  }

  private static void send(int port, int events) throws Exception {
    RpcClient client = RpcClientFactory.getDefaultInstance("127.0.0.1", port, REQUEST);
    for (int from = 0; from < events; from += REQUEST) {
      client.appendBatch(
          IntStream.range(from, from + REQUEST).mapToObj(FlumeBenchmark::event).toList());
    }
    client.close();
  }

  /** A batch after the other: made, kept, sent in requests, and given up. */
  private static void stageAndSend(int port, int events, Path file) throws Exception {
    RpcClient client = RpcClientFactory.getDefaultInstance("127.0.0.1", port, REQUEST);
    for (int from = 0; from < events; from += BATCH) {
      String ids = from / BATCH + "-";
      List<Event> batch =
          IntStream.range(from, from + BATCH).mapToObj(FlumeBenchmark::event).toList();
      for (int i = 0; i < BATCH; i++) {
        batch.get(i).getHeaders().put("millrace-id", ids + i);
      }
      keep(batch, file);
      for (int i = 0; i < BATCH; i += REQUEST) {
        client.appendBatch(batch.subList(i, i + REQUEST));
      }
      Files.delete(file);
    }
    client.close();
  }

  private static void keep(List<Event> events, Path file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(events.stream().mapToInt(event -> event.getBody().length + 4).sum());
    events.forEach(event -> bytes.putInt(event.getBody().length).put(event.getBody()));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(bytes.flip());
      channel.force(true);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200_000, 1_000_000})
  void receive(int events) throws Exception {
    System.out.println(
        RateComparison.of(
            "receive " + events,
            events,
            () -> plainReceive(events),
            () -> millraceReceive(events)));
  }

  @ParameterizedTest
  @ValueSource(ints = {200_000, 1_000_000})
  void transmit(int events) throws Exception {
    try (CountingReceiver receiver = CountingReceiver.start()) {
      System.out.println(
          RateComparison.of(
              "send " + events,
              events,
              () -> send(receiver.port(), events),
              () -> millraceSend(receiver.port(), events)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200_000, 1_000_000})
  void receiveAndRead(int events) throws Exception {
    System.out.println(
        RateComparison.of(
            "receive and read " + events,
            events,
            () -> plainReceiveAndRead(events),
            () -> millraceReceive(events)));
  }

  @ParameterizedTest
  @ValueSource(ints = {200_000, 1_000_000})
  void stageAndTransmit(int events) throws Exception {
    try (CountingReceiver receiver = CountingReceiver.start()) {
      System.out.println(
          RateComparison.of(
              "stage and send " + events,
              events,
              () -> stageAndSend(receiver.port(), events, directory.resolve("staged")),
              () -> millraceSend(receiver.port(), events)));
    }
  }

  private void plainReceive(int events) throws Exception {
    Path file = directory.resolve("plain-" + runs.incrementAndGet());
    try (CountingReceiver receiver = CountingReceiver.start(file)) {
      send(receiver.port(), events);
    }
  }

  private void plainReceiveAndRead(int events) throws Exception {
    Path file = directory.resolve("plain-" + runs.incrementAndGet());
    try (CountingReceiver receiver = CountingReceiver.start(file)) {
      ReadBehind behind = new ReadBehind(file);
      FutureTask<Void> count =
          new FutureTask<>(
              () -> {
                behind.count(events);
                return null;
              });
      new Thread(count, "read-behind").start();
      send(receiver.port(), events);
      count.get();
    }
  }

  private void millraceReceive(int events) throws Exception {
    int port = Ports.free();
    FlumeSource<String> source =
        FlumeSource.values(port, FlumeOptions.defaults(), RecordFormat.text());
    Path checkpoint = directory.resolve("run-" + runs.incrementAndGet());
    try (CountingRun run = CountingRun.start(source, checkpoint)) {
      Ports.awaitListener(port);
      send(port, events);
      run.await(events);
    }
  }

  private void millraceSend(int port, int events) throws Exception {
    long run = runs.incrementAndGet();
    StreamingConfig config =
        StreamingConfig.named("benchmark-" + run)
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(BATCH)
            .withCheckpoint(directory.resolve("run-" + run));
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("rows", GeneratorSource.bounded(events, FlumeBenchmark::row))
          .to(
              "out",
              FlumeSink.values("127.0.0.1", port, FlumeOptions.defaults(), RecordFormat.text()));
      context.start();
      context.awaitTermination();
    }
  }
}
