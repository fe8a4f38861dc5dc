package dev.millrace.flume;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.testing.SourceConformance;
import dev.millrace.core.time.Clock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Over a log that has received all its events. */
class SourceConformanceTest {
  private static final int RECORDS = 17;

  @TempDir Path directory;

  private record Harness<T>(Source<T> source, Path directory)
      implements SourceConformance.Harness<T> {
    @Override
    public int records() {
      return RECORDS;
    }

    @Override
    public boolean isBounded() {
      return false;
    }

    @Override
    public Optional<Source<T>> emptySource() {
      return Optional.empty();
    }
  }

  private <T> Stream<DynamicTest> checks(int port, Source<T> source) throws Exception {
    try (SplitPlanner planner =
        source.planner(new SourceContext("conformance", directory, Clock.system()))) {
      planner.plan(Map.of(), new PlanLimits(1, 1));
      try (Client client = Client.to(port)) {
        assertTrue(client.send(IntStream.range(0, RECORDS).mapToObj(Integer::toString).toList()));
      }
    }
    return SourceConformance.checks(new Harness<>(source, directory)).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> events() throws Exception {
    int port = Ports.free();
    return checks(port, FlumeSource.events(port, FlumeOptions.defaults().withIds("id", 100)));
  }

  /** All but the even numbers are dead letters. */
  @TestFactory
  Stream<DynamicTest> rejected() throws Exception {
    int port = Ports.free();
    return checks(
        port, FlumeSource.values(port, FlumeOptions.defaults(), RecordFormat.json(Even.class)));
  }

  /** Accepts even numbers. */
  record Even(int value) {
    @JsonCreator
    Even {
      if (value % 2 != 0) {
        throw new IllegalArgumentException("expected an even number, got " + value);
      }
    }
  }
}
