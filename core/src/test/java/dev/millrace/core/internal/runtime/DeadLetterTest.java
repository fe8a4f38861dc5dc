package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.StreamTestDriver;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadLetterTest {
  private final MemorySink<Integer> numbers = new MemorySink<>();
  private final MemorySink<DeadLetter> rejected = new MemorySink<>();

  /** Numbers written as text, some of which are none. */
  private record Texts(ReplaySource<String> inner) implements Source<Integer> {
    @Override
    public SplitPlanner planner(SourceContext context) {
      return inner.planner(context);
    }

    @Override
    public SplitReader<Integer> reader(OffsetRange range) {
      SplitReader<String> reader = inner.reader(range);
      return new SplitReader<>() {
        @Override
        public void read(Emitter<? super Integer> out, Emitter<DeadLetter> rejects)
            throws Exception {
          reader.read(
              text -> {
                if (text.matches("\\d+")) {
                  out.emit(Integer.valueOf(text));
                } else {
                  rejects.emit(new DeadLetter("", "a place", "not a number", text));
                }
              },
              rejects);
        }
      };
    }
  }

  private void describe(StreamingContext context) {
    var source = new Texts(ReplaySource.of(List.of("1", "x", "2", "y", "3", "z", "4")));
    var input = context.source("texts", source);
    input.foreachBatch(
        (batch, scope) -> {
          if (scope.info().id() == 0) {
            scope.reject(new DeadLetter("check", "batch 0", "odd", "1"));
          }
        });
    input.to("numbers", numbers);
  }

  private void describeKept(StreamingContext context) {
    describe(context);
    context.deadLetters(rejected);
  }

  private static List<String> texts(List<DeadLetter> letters) {
    return letters.stream().map(letter -> letter.origin() + ":" + letter.record()).toList();
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepEachOnceWhereverItCrashes(BatchStep step) {
    try (StreamTestDriver driver = StreamTestDriver.of(this::describeKept)) {
      driver.crashAt(step);
      driver.recover();
      driver.runAll();
    }
    assertEquals(List.of(1, 2, 3, 4), numbers.records());
    assertEquals(
        List.of("texts:x", "texts:y", "texts:z", "check:1"),
        texts(rejected.records()).stream().distinct().toList());
    assertEquals(4, rejected.records().size());
  }

  @Test
  void shouldCountThemWithoutASink() {
    try (StreamTestDriver driver = StreamTestDriver.of(this::describe)) {
      BatchReport report = driver.runBatch();
      assertEquals(4, report.deadLetters());
      assertEquals(
          List.of("texts:x", "texts:y", "texts:z", "check:1"), texts(report.newestDeadLetters()));
    }
    assertEquals(List.of(1, 2, 3, 4), numbers.records());
  }

  @Test
  void shouldRefuseASinkOfTheSameName() {
    assertThrows(
        ConfigurationException.class,
        () ->
            StreamTestDriver.of(
                context -> {
                  describeKept(context);
                  context.source("more", ReplaySource.of(List.of(1))).to("dead-letters", numbers);
                }));
  }
}
