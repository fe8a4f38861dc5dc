package dev.millrace.parquet;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.Source;
import dev.millrace.core.testing.SinkConformance;
import dev.millrace.core.testing.SourceConformance;
import dev.millrace.core.testing.SourceRun;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ParquetConformanceTest {
  @TempDir Path directory;

  /** A record for both directions. */
  public record Trade(String symbol, double price, Long volume) {
    static Trade of(int number) {
      return new Trade(
          "s" + number % 3, number * 0.1, number % 4 == 0 ? null : (Long) (long) number);
    }
  }

  @TestFactory
  Stream<DynamicTest> source() throws Exception {
    URI input = directory.resolve("input").toUri();
    Files.createDirectories(directory.resolve("empty"));
    FileRolling rolling = FileRolling.defaults().withMaxBatches(2);
    try (Output<Trade> output =
        new Output<>(ParquetSink.records(input, Trade.class).rolling(rolling), -1)) {
      for (int batch = 0; batch < 3; batch++) {
        output.batch(batch, IntStream.range(batch * 6, batch * 6 + 6).mapToObj(Trade::of).toList());
      }
    }
    SourceConformance.Harness<Trade> harness =
        new SourceConformance.Harness<>() {
          @Override
          public Source<Trade> source() {
            return ParquetSource.records(input, Trade.class);
          }

          @Override
          public int records() {
            return 18;
          }

          @Override
          public boolean isBounded() {
            return true;
          }

          @Override
          public Optional<Source<Trade>> emptySource() {
            URI empty = directory.resolve("empty").toUri();
            return Optional.of(ParquetSource.records(empty, Trade.class));
          }

          @Override
          public Path directory() {
            return directory.resolve("log");
          }
        };
    return SourceConformance.checks(harness).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  private record Place(URI uri, UnaryOperator<ParquetSink<Trade>> options)
      implements SinkConformance.Place<Trade> {
    @Override
    public Sink<Trade> sink() {
      return options.apply(ParquetSink.records(uri, Trade.class));
    }

    @Override
    public List<Trade> visible() throws Exception {
      ParquetOptions follow = ParquetOptions.defaults().withFollow(true);
      SourceRun<Trade> play = Input.run(ParquetSource.records(uri, Trade.class, follow));
      play.planner().boundToNow();
      play.rest(new dev.millrace.core.source.PlanLimits(1000, 1 << 20));
      return play.records();
    }
  }

  static Stream<DynamicTest> sink(URI root, UnaryOperator<ParquetSink<Trade>> options) {
    AtomicInteger places = new AtomicInteger();
    SinkConformance.Harness<Trade> harness =
        new SinkConformance.Harness<>() {
          @Override
          public SinkConformance.Place<Trade> newPlace() {
            return new Place(root.resolve("place-" + places.incrementAndGet()), options);
          }

          @Override
          public Trade record(int number) {
            return Trade.of(number);
          }
        };
    return SinkConformance.checks(harness).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> sink() {
    return sink(directory.toUri(), sink -> sink);
  }
}
