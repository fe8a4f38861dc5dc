package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.testing.CollectingSink;
import dev.millrace.core.testing.StreamTestDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kinesis.model.Record;

/** From stream to stream, with everything that may go wrong in between. */
@Timeout(240)
class FaultTest {
  @TempDir Path directory;

  private static List<String> texts(int from, int until) {
    return IntStream.range(from, until).mapToObj("%05d"::formatted).toList();
  }

  private static void write(TestStream stream, int from, int until) {
    int half = (from + until) / 2;
    stream.write(0, texts(from, half).toArray(String[]::new));
    stream.write(1, texts(half, until).toArray(String[]::new));
  }

  private static List<String> sorted(List<String> texts) {
    List<String> sorted = new ArrayList<>(texts);
    Collections.sort(sorted);
    return sorted;
  }

  private StreamingConfig config(String name) {
    return StreamingConfig.named(name)
        .withCheckpoint(directory.resolve("checkpoint"))
        .withThreads(2)
        .withMaxBatchRecords(10);
  }

  private StreamTestDriver collect(
      String name, TestStream stream, KinesisOptions options, CollectingSink<String> sink) {
    return StreamTestDriver.of(
        config(name),
        context ->
            context
                .source("in", KinesisSource.values(options, stream.name(), RecordFormat.text()))
                .to("out", sink));
  }

  private StreamTestDriver copy(
      String name, TestStream from, TestStream to, KinesisOptions options) {
    return StreamTestDriver.of(
        config(name),
        context ->
            context
                .source("in", KinesisSource.values(options, from.name(), RecordFormat.text()))
                .to(
                    "out",
                    KinesisSink.values(options, to.name(), RecordFormat.text())
                        .withPartitionKey(text -> text.substring(4))));
  }

  @ParameterizedTest
  @EnumSource(BatchStep.class)
  void shouldCountEverythingOnceWhereverItCrashes(BatchStep step) {
    TestStream input = TestStream.create(2);
    TestStream output = TestStream.create(2);
    write(input, 0, 40);
    try (StreamTestDriver driver = copy("crash-" + step, input, output, input.options())) {
      Runs.one(driver);
      driver.crashAt(step);
      driver.recover();
      Runs.one(driver);
      driver.crashAt(step);
      driver.recover();
      Runs.until(driver, () -> new HashSet<>(output.values()).size() == 40);
      driver.stop();
    }
    assertEquals(texts(0, 40), sorted(once(output)));
  }

  /** What a reader keeps that drops what it has seen, by batch and row. */
  private static List<String> once(TestStream stream) {
    Set<String> seen = new HashSet<>();
    List<String> kept = new ArrayList<>();
    for (Record data : stream.records()) {
      BatchMark mark = BatchMark.of(data.partitionKey()).orElseThrow();
      assertEquals(TestStream.text(data).substring(4), mark.key());
      if (seen.add(mark.batch() + "-" + mark.row())) {
        kept.add(TestStream.text(data));
      }
    }
    return kept;
  }

  @Test
  void shouldLoseAndRepeatNothingWhateverIsSpoilt() throws Exception {
    TestStream input = TestStream.create(2);
    TestStream output = TestStream.create(2);
    try (FaultProxy proxy = FaultProxy.before(Kinesalite.shared().endpoint(), 7)) {
      KinesisOptions options = input.options().withEndpoint(proxy.endpoint());
      proxy.spoil("GetRecords", Fault.EXPIRED, 2);
      proxy.spoil("GetRecords", Fault.THROTTLED, 1);
      proxy.spoil("PutRecords", Fault.PARTIAL, 2);
      proxy.spoilAll(0.15);
      write(input, 0, 100);
      try (StreamTestDriver driver = copy("faults", input, output, options)) {
        Runs.until(driver, () -> new HashSet<>(output.values()).size() == 100);
        driver.crash();
        input.split(1);
        write(input, 100, 160);
        driver.recover();
        Runs.until(driver, () -> new HashSet<>(output.values()).size() == 160);
      }
      for (Fault fault : List.of(Fault.EXPIRED, Fault.THROTTLED, Fault.PARTIAL)) {
        assertTrue(proxy.done(fault) > 0, fault + " did not come");
      }
    }
    assertEquals(texts(0, 160), sorted(once(output)));
  }

  @Test
  void shouldSendAgainOnlyWhatWasTurnedDown() throws Exception {
    TestStream input = TestStream.create(2);
    TestStream output = TestStream.create(2);
    write(input, 0, 10);
    try (FaultProxy proxy = FaultProxy.before(Kinesalite.shared().endpoint(), 3)) {
      KinesisOptions options = input.options().withEndpoint(proxy.endpoint());
      proxy.spoil("PutRecords", Fault.PARTIAL, 2);
      proxy.spoil("PutRecords", Fault.THROTTLED, 1);
      try (StreamTestDriver driver = copy("partial", input, output, options)) {
        Runs.until(driver, () -> output.values().size() >= 10);
      }
    }
    assertEquals(texts(0, 10), sorted(output.values()));
  }

  @Test
  void shouldGoOnWhenTheServerIsKilledAndComesBack() {
    try (Kinesalite server = Kinesalite.start()) {
      TestStream stream = TestStream.create(server, "restarted", 2);
      CollectingSink<String> sink = new CollectingSink<>();
      write(stream, 0, 60);
      try (StreamTestDriver driver = collect("restart", stream, stream.options(), sink)) {
        Runs.one(driver);
        server.kill();
        driver.runAll();
        server.restart();
        write(stream, 60, 100);
        Runs.until(driver, () -> sink.records().size() >= 60);
        server.kill();
        driver.crash();
        server.restart();
        driver.recover();
        Runs.until(driver, () -> sink.records().size() >= 100);
      }
      assertEquals(texts(0, 100), sorted(sink.records()));
    }
  }

  @Test
  void shouldKeepThePaceAndBackOffWhenThrottled() throws Exception {
    TestStream stream = TestStream.create(1);
    stream.write(0, "a");
    try (FaultProxy proxy = FaultProxy.before(Kinesalite.shared().endpoint(), 3)) {
      KinesisOptions options =
          stream.options().withEndpoint(proxy.endpoint()).withPollInterval(Duration.ofMillis(200));
      CollectingSink<String> sink = new CollectingSink<>();
      proxy.spoil("GetRecords", Fault.THROTTLED, 2);
      long begin = System.nanoTime();
      try (StreamTestDriver driver = collect("pace", stream, options, sink)) {
        Runs.until(driver, () -> !sink.records().isEmpty());
        Runs.until(driver, () -> System.nanoTime() - begin > 1_200_000_000L);
      }
      long most = 2 + 2 + (System.nanoTime() - begin) / 200_000_000L;
      assertTrue(
          proxy.requests("GetRecords") <= most,
          proxy.requests("GetRecords") + " requests, at most " + most);
    }
  }

  @Test
  void shouldStopWhenPatienceIsOverAndLoseNothing() throws Exception {
    TestStream input = TestStream.create(1);
    TestStream output = TestStream.create(1);
    input.write(0, "00000", "00001");
    try (FaultProxy proxy = FaultProxy.before(Kinesalite.shared().endpoint(), 3)) {
      KinesisOptions options =
          input.options().withEndpoint(proxy.endpoint()).withPatience(Duration.ofSeconds(1));
      proxy.spoil("PutRecords", Fault.THROTTLED, 1_000);
      try (StreamTestDriver driver = copy("patience", input, output, options)) {
        MillraceException stopped =
            assertThrows(MillraceException.class, () -> Runs.until(driver, () -> false));
        assertTrue(stopped.getMessage().contains("nothing is lost"), stopped.getMessage());
      }
    }
    try (StreamTestDriver driver = copy("patience", input, output, input.options())) {
      Runs.until(driver, () -> new TreeSet<>(output.values()).size() == 2);
    }
    assertEquals(List.of("00000", "00001"), sorted(once(output)));
  }
}
