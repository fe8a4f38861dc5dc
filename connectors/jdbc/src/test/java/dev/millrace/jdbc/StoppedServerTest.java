package dev.millrace.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sql.SqlTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that hangs: connections stay open, and nobody answers. */
@Timeout(120)
class StoppedServerTest {
  private static final int ROWS = 600;
  private static final int HANGS_AFTER = 9;
  private static final Duration HANGS = Duration.ofMillis(1_500);

  @TempDir Path directory;

  record Item(long id, String text) {}

  /** The server's process, and those of its connections. */
  private static List<String> processes(Database database) {
    Path data = Path.of(database.select("SHOW data_directory").get(0));
    long pid;
    try {
      pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(server), server.descendants())
        .map(one -> Long.toString(one.pid()))
        .toList();
  }

  private static void signal(String name, List<String> processes) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    command.addAll(processes);
    try {
      // The process of a connection may be gone by now.
      new ProcessBuilder(command).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldLoseAndRepeatNothingWhenTheServerHangsInMidStream() throws Exception {
    Database database = Database.of(Database.Kind.POSTGRESQL, directory);
    String input = Database.newName("input");
    String output = Database.newName("output");
    database.execute(
        "CREATE TABLE " + input + " (id BIGINT PRIMARY KEY, text VARCHAR(20))",
        // No key: what is written twice shows twice.
        "CREATE TABLE " + output + " (id BIGINT, text VARCHAR(20))");
    database.insert(
        "INSERT INTO " + input + " VALUES (?, ?)",
        LongStream.range(0, ROWS).mapToObj(id -> List.<Object>of(id, "row " + id)).toList());
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(ROWS);
    List<String> processes = new CopyOnWriteArrayList<>();
    StreamingConfig config =
        StreamingConfig.named("hanging")
            .withCheckpoint(directory.resolve("checkpoint"))
            .withMaxBatchRecords(20)
            .withTrigger(Trigger.interval(Duration.ofMillis(1)));
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("in", JdbcSource.records(database.options(), input, Item.class, "id"))
          .to("out", JdbcSink.insert(database.options(), output, SqlTable.of(Item.class)));
      context.listen(
          new StreamingListener() {
            @Override
            public void onBatch(BatchReport report) {
              if (report.batchId() == HANGS_AFTER) {
                processes.addAll(processes(database));
                signal("STOP", processes);
                hangs.countDown();
              }
              for (long i = 0; i < report.records(); i++) {
                all.countDown();
              }
            }
          });
      context.start();
      assertTrue(hangs.await(60, TimeUnit.SECONDS), "no batch " + HANGS_AFTER);
      try {
        LockSupport.parkNanos(HANGS.toNanos());
        assertTrue(all.getCount() > 0, "the server goes on");
      } finally {
        signal("CONT", processes);
      }
      assertTrue(all.await(60, TimeUnit.SECONDS), () -> all.getCount() + " missing");
      context.stop();
      context.awaitTermination();
    }
    assertEquals(
        LongStream.range(0, ROWS).mapToObj(id -> id + ",row " + id).toList(),
        database.select("SELECT id, text FROM " + output + " ORDER BY id"));
  }
}
