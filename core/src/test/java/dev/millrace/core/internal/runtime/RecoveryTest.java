package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.observe.PipelineStart;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start makes of what it finds in the checkpoint directory. */
class RecoveryTest {
  private final MemorySink<Long> sink = new MemorySink<>();
  private final List<PipelineStart> starts = new ArrayList<>();

  @TempDir Path directory;

  private StreamTestDriver driver(int batchRecords) {
    StreamingConfig config =
        StreamingConfig.named("recovery")
            .withCheckpoint(directory)
            .withMaxBatchRecords(batchRecords);
    return StreamTestDriver.of(
        config,
        context -> {
          var numbers = context.source("numbers", GeneratorSource.bounded(40, i -> i));
          numbers.to("out", sink);
          numbers
              .keyBy(i -> i % 3)
              .<Long>updateStateByKey(
                  StateCodecs.int64(),
                  StateCodecs.int64(),
                  (values, sum) -> Optional.of(sum.orElse(0L) + values.size()))
              .named("counts")
              .toPairs()
              .foreachBatch((batch, scope) -> {});
        });
  }

  private void run(int batches, int batchRecords) {
    try (StreamTestDriver driver = driver(batchRecords)) {
      for (int batch = 0; batch < batches; batch++) {
        driver.runBatch();
      }
    }
  }

  private Path file(String kind, long batchId) {
    return directory.resolve(kind + String.format(Locale.ROOT, "-%020d", batchId));
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x10;
    Files.write(file, bytes);
  }

  private void finish(int batchRecords) {
    try (StreamTestDriver driver = driver(batchRecords)) {
      driver.runAll();
      assertEquals(
          40, driver.checkpoint().orElseThrow().offsets().get("numbers").get("0-of-1").position());
    }
    assertEquals(LongStream.range(0, 40).boxed().toList(), sink.records());
  }

  @Test
  void shouldFallBackFromADamagedCheckpointAndRedoWhatFollowedAsPlanned() throws IOException {
    run(5, 3);
    damage(file("ckpt", 4));
    finish(7);
    assertEquals(3, sink.batches().get(4L).size());
    assertEquals(7, sink.batches().get(5L).size());
  }

  @Test
  void shouldFallBackOverSeveralDamagedCheckpoints() throws IOException {
    run(6, 3);
    damage(file("ckpt", 5));
    Files.write(file("ckpt", 4), new byte[0]);
    finish(11);
    assertEquals(3, sink.batches().get(5L).size());
  }

  @Test
  void shouldRefuseToStartWhenNoCheckpointCanBeRead() throws IOException {
    run(5, 3);
    for (long batchId = 2; batchId < 5; batchId++) {
      damage(file("ckpt", batchId));
    }
    CheckpointException failure = assertThrows(CheckpointException.class, () -> driver(3));
    assertTrue(failure.getMessage().contains("none of the checkpoints"), failure.getMessage());
    assertTrue(failure.getMessage().contains("ckpt-"), failure.getMessage());
  }

  @Test
  void shouldRefuseToStartAfreshWhenCheckpointsWereDeletedButPlansWereNot() throws IOException {
    run(5, 3);
    for (long batchId = 2; batchId < 5; batchId++) {
      Files.delete(file("ckpt", batchId));
    }
    CheckpointException failure = assertThrows(CheckpointException.class, () -> driver(3));
    assertTrue(failure.getMessage().contains("no checkpoint"), failure.getMessage());
  }

  @Test
  void shouldPlanAnewWhenOnlyThePlanOfAnUncommittedBatchIsDamaged() throws IOException {
    try (StreamTestDriver driver = driver(3)) {
      driver.runBatch();
      driver.crashAt(BatchStep.STAGE);
      damage(file("plan", 1));
    }
    finish(10);
  }

  @Test
  void shouldSayHowToGoOnWhenAPublishedBatchHasLostItsPlanToo() throws IOException {
    run(5, 3);
    damage(file("ckpt", 4));
    damage(file("plan", 4));
    try (StreamTestDriver driver = driver(3)) {
      CheckpointException failure = assertThrows(CheckpointException.class, driver::runAll);
      assertTrue(failure.getMessage().contains("rollBack(3)"), failure.getMessage());
    }
    CheckpointStore.open(directory).rollBack(3);
    try (StreamTestDriver driver = driver(3)) {
      assertEquals(4, driver.runBatch().batchId());
    }
  }

  @Test
  void shouldRefuseACheckpointOfAnotherPipeline() {
    run(2, 3);
    StreamingConfig other = StreamingConfig.named("other").withCheckpoint(directory);
    CheckpointException failure =
        assertThrows(
            CheckpointException.class, () -> StreamTestDriver.of(other, this::describeTrivial));
    assertTrue(failure.getMessage().contains("'recovery'"), failure.getMessage());
  }

  private void describeTrivial(StreamingContext context) {
    context.source("numbers", GeneratorSource.bounded(4, i -> i)).to("out", sink);
  }

  @Test
  void shouldTellListenersOfDamagedFiles() throws Exception {
    run(5, 3);
    damage(file("ckpt", 4));
    StreamingConfig config =
        StreamingConfig.named("recovery")
            .withCheckpoint(directory)
            .withTrigger(Trigger.availableNow())
            .withFresh("counts")
            .withoutShutdownHook();
    try (StreamingContext context = StreamingContext.create(config)) {
      context.source("numbers", GeneratorSource.bounded(40, i -> i)).to("out", sink);
      context.listen(
          new StreamingListener() {
            @Override
            public void onStart(PipelineStart start) {
              starts.add(start);
            }
          });
      context.start();
      context.awaitTermination();
    }
    assertEquals(3, starts.get(0).committed());
    assertEquals(2, starts.get(0).run());
    assertEquals(List.of(file("ckpt", 4).getFileName().toString()), starts.get(0).damagedFiles());
  }

  @Test
  void shouldKeepASecondRunOutAndSayWhoIsIn() throws IOException {
    try (StreamTestDriver first = driver(3)) {
      first.runBatch();
      CheckpointException failure = assertThrows(CheckpointException.class, () -> driver(3));
      assertTrue(
          failure.getMessage().contains("process " + ProcessHandle.current().pid()),
          failure.getMessage());
      assertThrows(CheckpointException.class, () -> CheckpointStore.open(directory).rollBack(0));
    }
    finish(3);
  }

  @Test
  void shouldKeepOthersFromReading() throws IOException {
    Path inner = directory.resolve("a/b");
    StreamingConfig config = StreamingConfig.named("private").withCheckpoint(inner);
    try (StreamTestDriver driver = StreamTestDriver.of(config, this::describeTrivial)) {
      driver.runAll();
    }
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)));
    try (Stream<Path> files = Files.list(inner)) {
      for (Path file : files.toList()) {
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
            file.toString());
      }
    }
  }

  @Test
  void shouldLeaveNothingButRetainedFilesAndTheirPlans() throws IOException {
    run(10, 3);
    Files.write(directory.resolve("ckpt-00000000000000000011.tmp-1-1"), new byte[10]);
    try (StreamTestDriver driver = driver(3)) {
      driver.runBatch();
    }
    List<String> expected = new ArrayList<>(List.of("lock"));
    for (long batchId = 8; batchId <= 10; batchId++) {
      expected.add(file("ckpt", batchId).getFileName().toString());
    }
    for (long batchId = 9; batchId <= 10; batchId++) {
      expected.add(file("plan", batchId).getFileName().toString());
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(
          expected.stream().sorted().toList(),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void shouldWriteNothingWithoutACheckpointDirectory() throws Exception {
    Path before = Files.createDirectory(directory.resolve("tmp"));
    QueueSource<Long> queue = QueueSource.create();
    queue.push(1L);
    queue.finish();
    String previous = System.setProperty("java.io.tmpdir", before.toString());
    try (StreamingContext context =
        StreamingContext.create(StreamingConfig.named("plain").withoutShutdownHook())) {
      context.source("numbers", queue).to("out", sink);
      context.start();
      context.awaitTermination();
    } finally {
      System.setProperty("java.io.tmpdir", previous);
    }
    try (Stream<Path> files = Files.list(before)) {
      assertEquals(0, files.count());
    }
  }
}
