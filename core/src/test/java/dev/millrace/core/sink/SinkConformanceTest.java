package dev.millrace.core.sink;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.testing.SinkConformance;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SinkConformanceTest {
  private record Harness(Supplier<SinkConformance.Place<Integer>> place)
      implements SinkConformance.Harness<Integer> {
    @Override
    public SinkConformance.Place<Integer> newPlace() {
      return place.get();
    }

    @Override
    public Integer record(int number) {
      return number;
    }
  }

  private record Memory(MemorySink<Integer> sink) implements SinkConformance.Place<Integer> {
    @Override
    public List<Integer> visible() {
      return sink.records();
    }
  }

  private record Console(StringBuilder text) implements SinkConformance.Place<Integer> {
    @Override
    public Sink<Integer> sink() {
      return ConsoleSink.<Integer>create().withRows(100).withOutput(text);
    }

    @Override
    public List<Integer> visible() {
      return text.toString()
          .lines()
          .map(String::trim)
          .filter(line -> line.matches("\\d+"))
          .map(Integer::valueOf)
          .toList();
    }
  }

  private static Stream<DynamicTest> checks(Supplier<SinkConformance.Place<Integer>> place) {
    return SinkConformance.checks(new Harness(place)).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> memory() {
    return checks(() -> new Memory(new MemorySink<>()));
  }

  @TestFactory
  Stream<DynamicTest> console() {
    return checks(() -> new Console(new StringBuilder()));
  }
}
