package dev.millrace.kinesis;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.source.Source;
import dev.millrace.core.testing.SourceConformance;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SourceConformanceTest {
  private static final int RECORDS = 17;

  @TempDir Path directory;

  private record Harness<T>(Path directory, TestStream stream, Function<TestStream, Source<T>> make)
      implements SourceConformance.Harness<T> {
    @Override
    public Source<T> source() {
      return make.apply(stream);
    }

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

  /**
   * Three shards, one of them empty, and one that was split: its children hold the last records.
   */
  private static TestStream stream() {
    TestStream stream = TestStream.create(3);
    stream.write(0, texts(0, 6));
    stream.write(2, texts(6, 12));
    stream.split(0);
    stream.write(0, texts(12, 14));
    stream.write(1, texts(14, RECORDS));
    return stream;
  }

  private static String[] texts(int from, int until) {
    return IntStream.range(from, until).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private <T> Stream<DynamicTest> checks(Function<TestStream, Source<T>> make) {
    return SourceConformance.checks(new Harness<>(directory, stream(), make)).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> records() {
    return checks(
        stream -> KinesisSource.records(stream.options(), stream.name(), RecordFormat.text()));
  }

  /** All but the even numbers are dead letters. */
  @TestFactory
  Stream<DynamicTest> rejected() {
    return checks(
        stream ->
            KinesisSource.values(stream.options(), stream.name(), RecordFormat.json(Even.class)));
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
