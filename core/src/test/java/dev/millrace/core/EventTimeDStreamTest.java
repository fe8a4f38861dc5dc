package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.state.KeyProcess;
import dev.millrace.core.state.KeyProcessFunction;
import dev.millrace.core.state.ProcessSpec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.time.KeyTimer;
import dev.millrace.core.time.Timed;
import dev.millrace.core.window.EarlyFiring;
import dev.millrace.core.window.JoinInterval;
import dev.millrace.core.window.LateRecordPolicy;
import dev.millrace.core.window.SessionWindow;
import dev.millrace.core.window.TumblingWindow;
import dev.millrace.core.window.WindowOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Operators by event time give the same with any threads, restarts, and all serialized. */
class EventTimeDStreamTest {
  private static final WindowOptions OPTIONS =
      new WindowOptions(
          LateRecordPolicy.correct(Duration.ofMillis(5)), EarlyFiring.everyBatches(3));

  /** Times of seven keys, in two partitions; some of them late. */
  private static List<List<List<Long>>> batches() {
    Random random = new Random(11);
    List<List<List<Long>>> batches = new ArrayList<>();
    for (int batch = 0; batch < 12; batch++) {
      List<List<Long>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
      for (int i = 0; i < 25; i++) {
        partitions.get(i % 2).add(20L * batch + random.nextInt(40));
      }
      batches.add(partitions);
    }
    return batches;
  }

  private static EventTimeKeyedDStream<Long, Long> keyed(DStream<Long> times) {
    return times
        .withEventTime(
            EventTime.<Long>ofEpochMillis(time -> time).withOutOfOrderness(Duration.ofMillis(8)))
        .keyBy(time -> time % 7, StateCodecs.int64());
  }

  private static long size(List<? extends List<?>> batches) {
    return batches.stream().mapToLong(List::size).sum();
  }

  @Test
  void shouldFireWindowsTheSameWhateverRunsThem() {
    assertTrue(
        size(
                GraphHarness.run(
                    batches(),
                    (DStream<Long> times) ->
                        keyed(times)
                            .window(SessionWindow.withGap(Duration.ofMillis(9)), OPTIONS)
                            .group(StateCodecs.int64())
                            .results()))
            > 50);
  }

  @Test
  void shouldKeepEveryRecordOnceInAWindowOrAmongTheLateOnes() {
    List<List<Object>> late =
        GraphHarness.run(
            batches(),
            (DStream<Long> times) ->
                keyed(times)
                    .window(TumblingWindow.of(Duration.ofMillis(10)))
                    .reduce(StateCodecs.int64(), Long::sum)
                    .lateRecords()
                    .filter(record -> record.value().epochMillis() < 220)
                    .map(record -> (Object) record));
    List<List<Long>> counted =
        GraphHarness.run(
            batches(),
            (DStream<Long> times) ->
                keyed(times)
                    .mapValues(time -> 1L)
                    .window(TumblingWindow.of(Duration.ofMillis(10)))
                    .reduce(StateCodecs.int64(), Long::sum)
                    .results()
                    .filter(result -> result.end().toEpochMilli() <= 220)
                    .map(result -> result.value()));
    long open =
        batches().stream()
            .flatMap(List::stream)
            .flatMap(List::stream)
            .filter(time -> time >= 220)
            .count();
    long closed = counted.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
    assertTrue(size(late) > 0);
    assertEquals(25 * 12 - open, closed + size(late));
  }

  @Test
  void shouldFireTimersTheSameWhateverRunsThem() {
    assertTrue(
        size(
                GraphHarness.run(
                    batches(),
                    (DStream<Long> times) ->
                        keyed(times)
                            .process(
                                ProcessSpec.of(StateCodecs.int64(), new Counting())
                                    .inTimeOrder(StateCodecs.int64()))))
            > 100);
  }

  private record Counting() implements KeyProcessFunction<Long, Long, Long, String> {
    @Override
    public void onValue(Long key, Timed<Long> value, KeyProcess<Long> process, Emitter<String> out)
        throws Exception {
      process.update(process.get().orElse(0L) + 1);
      process.set(KeyTimer.atEventTime(value.time().plusMillis(10)));
      process.set(KeyTimer.atBatchTime(process.batchTime().plusSeconds(15)));
    }

    @Override
    public void onTimer(Long key, KeyTimer timer, KeyProcess<Long> process, Emitter<String> out)
        throws Exception {
      out.emit(key + " " + timer + " " + process.get().orElseThrow());
    }
  }

  @Test
  void shouldJoinTheSameWhateverRunsIt() {
    assertTrue(
        size(
                GraphHarness.run(
                    batches(),
                    batches(),
                    (DStream<Long> left, DStream<Long> right) ->
                        keyed(left)
                            .intervalJoin(
                                keyed(right),
                                JoinInterval.of(Duration.ofMillis(10), Duration.ofMillis(10)),
                                StateCodecs.int64(),
                                StateCodecs.int64())
                            .toPairs()))
            > 100);
  }
}
