package dev.millrace.flume;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.testing.SinkConformance;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SinkConformanceTest {
  private record Place(Collector collector) implements SinkConformance.Place<String> {
    @Override
    public Sink<String> sink() {
      return FlumeSink.values(
          "127.0.0.1", collector.port(), FlumeOptions.defaults(), RecordFormat.text());
    }

    @Override
    public List<String> visible() {
      return collector.events().stream().map(FlumeEvent::text).toList();
    }
  }

  private record Harness() implements SinkConformance.Harness<String> {
    @Override
    public SinkConformance.Place<String> newPlace() {
      return new Place(Collector.start());
    }

    @Override
    public String record(int number) {
      return "row " + number;
    }
  }

  @TestFactory
  Stream<DynamicTest> sink() {
    return SinkConformance.checks(new Harness()).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }
}
