package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.SourceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.StreamTestDriver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sources that fail, come back, repeat themselves and shrink: nothing is lost or counted twice. */
class FaultySourceTest {
  private static final List<Integer> NUMBERS = IntStream.range(0, 30).boxed().toList();
  private static final int BATCH = 10;

  private final Faulty source = new Faulty();
  private final MemorySink<Integer> sink = new MemorySink<>();

  /** Numbers, with whatever is to go wrong. */
  private static final class Faulty implements Source<Integer> {
    private static final long serialVersionUID = 1L;

    private ReplaySource<Integer> numbers = ReplaySource.of(NUMBERS);
    private int failingOpenings;
    private int failingPlans;
    private int failingReadings;
    private boolean repeats;

    @Override
    public SplitPlanner planner(SourceContext context) throws IOException {
      if (failingOpenings-- > 0) {
        throw new IOException("nobody answers");
      }
      SplitPlanner planner = numbers.planner(context);
      return new SplitPlanner() {
        @Override
        public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits)
            throws Exception {
          if (failingPlans-- > 0) {
            throw new IOException("connection reset");
          }
          return planner.plan(repeats ? Map.of() : committed, limits);
        }

        @Override
        public boolean exhausted() {
          return planner.exhausted();
        }
      };
    }

    /** Fails in the middle of a range. */
    @Override
    public SplitReader<Integer> reader(OffsetRange range) {
      return new SplitReader<>() {
        @Override
        public void read(Emitter<? super Integer> out, Emitter<DeadLetter> rejects)
            throws Exception {
          for (long i = range.from().position(); i < range.until().position(); i++) {
            if (i % BATCH == BATCH / 2 && failingReadings-- > 0) {
              throw new IOException("connection reset");
            }
            out.emit(numbers(i));
          }
        }
      };
    }

    private int numbers(long index) throws IOException {
      OffsetRange one = new OffsetRange("0", Offset.of(index), Offset.of(index + 1), 1);
      int[] number = new int[1];
      try (SplitReader<Integer> reader = numbers.reader(one)) {
        reader.read(value -> number[0] = value, letter -> {});
      } catch (Exception e) {
        throw new IOException("there is no record " + index, e);
      }
      return number[0];
    }
  }

  private StreamTestDriver driver() {
    return StreamTestDriver.of(
        StreamingConfig.named("faulty").withMaxBatchRecords(BATCH),
        context -> context.source("numbers", source).to("out", sink));
  }

  private void assertAllOnce() {
    assertEquals(NUMBERS, sink.records());
    sink.batches().values().forEach(batch -> assertEquals(BATCH, batch.size()));
  }

  private static void assertSays(RuntimeException failure, String... words) {
    for (String word : words) {
      assertTrue(failure.getMessage().contains(word), failure.getMessage());
    }
  }

  @Test
  void shouldReadARangeAgainThatFailedMidway() {
    source.failingReadings = 2;
    try (StreamTestDriver driver = driver()) {
      assertEquals(3, driver.runAll());
    }
    assertAllOnce();
  }

  @Test
  void shouldStopWhenReadingKeepsFailingAndRedoTheBatchLater() {
    try (StreamTestDriver driver = driver()) {
      driver.runBatch();
      source.failingReadings = Integer.MAX_VALUE;
      assertSays(
          assertThrows(RuntimeException.class, driver::runBatch),
          "'numbers'",
          "split 0 from 10 until 20",
          "connection reset");
      source.failingReadings = 0;
      driver.recover();
      assertEquals(2, driver.runAll());
    }
    assertAllOnce();
  }

  @Test
  void shouldStopWhenPlanningFailsAndGoOnLater() {
    try (StreamTestDriver driver = driver()) {
      driver.runBatch();
      source.failingPlans = 1;
      assertSays(
          assertThrows(SourceException.class, driver::runBatch), "'numbers'", "connection reset");
      driver.recover();
      assertEquals(2, driver.runAll());
    }
    assertAllOnce();
  }

  @Test
  void shouldNotStartWithASourceThatCannotBeOpened() {
    source.failingOpenings = 1;
    assertSays(assertThrows(SourceException.class, this::driver), "'numbers'", "nobody answers");
    try (StreamTestDriver driver = driver()) {
      driver.runAll();
    }
    assertAllOnce();
  }

  @Test
  void shouldRefuseASourceThatRepeatsItself() {
    try (StreamTestDriver driver = driver()) {
      driver.runBatch();
      source.repeats = true;
      assertSays(
          assertThrows(SourceException.class, driver::runBatch),
          "'numbers'",
          "split 0",
          "from 0",
          "goes on at 10");
      source.repeats = false;
      driver.recover();
      assertEquals(2, driver.runAll());
    }
    assertAllOnce();
  }

  @Test
  void shouldStopWhenPlannedRecordsAreGoneAndGoOnWhenTheyAreBack() {
    try (StreamTestDriver driver = driver()) {
      driver.runBatch();
      driver.crashAt(BatchStep.COMPUTE);
      source.numbers = ReplaySource.of(NUMBERS.subList(0, 15));
      driver.recover();
      assertSays(
          assertThrows(RuntimeException.class, driver::runBatch), "'numbers'", "no record 15");
      source.numbers = ReplaySource.of(NUMBERS);
      driver.recover();
      driver.runAll();
    }
    assertAllOnce();
  }
}
