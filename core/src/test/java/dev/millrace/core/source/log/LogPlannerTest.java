package dev.millrace.core.source.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogPlannerTest {
  private static final Duration LINGER = Duration.ofMillis(900);

  @TempDir Path directory;

  private static void append(WriteAheadLog log, String... lines) throws IOException {
    LogFrames frames = new LogFrames();
    for (String line : lines) {
      frames.add(line.getBytes(StandardCharsets.UTF_8), 0, line.length());
    }
    assertTrue(log.tryAppend(frames));
  }

  private static LogPlanner planner(WriteAheadLog log) {
    return new LogPlanner(log, new ReceiverThreads("test"), () -> {});
  }

  private static Map<String, Offset> behind(List<OffsetRange> ranges) {
    return Map.of(LogPlanner.SPLIT, ranges.get(ranges.size() - 1).until());
  }

  @Test
  void shouldLetRecordsWaitForOthersUnlessABatchIsFull() throws Exception {
    LogOptions options = LogOptions.defaults().withLinger(LINGER);
    PlanLimits two = new PlanLimits(2, Long.MAX_VALUE);
    try (LogPlanner planner = planner(WriteAheadLog.open(directory, options))) {
      assertEquals(List.of(), planner.plan(Map.of(), two));
    }
    WriteAheadLog log = WriteAheadLog.open(directory, options);
    try (LogPlanner planner = planner(log)) {
      long begin = System.nanoTime();
      append(log, "a", "b", "c", "d");
      List<OffsetRange> first = planner.plan(Map.of(), two);
      long lingered = System.nanoTime() - begin;
      assertTrue(lingered >= LINGER.toNanos(), lingered + " ns");
      begin = System.nanoTime();
      append(log, "e");
      List<OffsetRange> second = planner.plan(behind(first), two);
      long waited = System.nanoTime() - begin;
      assertTrue(waited < LINGER.toNanos(), waited + " ns");
      assertEquals(4, LogPosition.of(second.get(0).until()).record());
    }
  }

  @Test
  void shouldPlanAtOnceWhenItEnds() throws Exception {
    WriteAheadLog log =
        WriteAheadLog.open(directory, LogOptions.defaults().withLinger(Duration.ofSeconds(1)));
    try (LogPlanner planner = planner(log)) {
      long begin = System.nanoTime();
      append(log, "a");
      log.stopWaiting();
      assertEquals(1, planner.plan(Map.of(), new PlanLimits(9, Long.MAX_VALUE)).size());
      assertTrue(System.nanoTime() - begin < 1_000_000_000L, "it waited");
    }
  }

  @Test
  void shouldCheckTheLinger() {
    for (Duration wrong : List.of(Duration.ofNanos(-1), Duration.ofSeconds(2))) {
      assertThrows(ConfigurationException.class, () -> LogOptions.defaults().withLinger(wrong));
    }
  }
}
