package dev.millrace.core.source;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.SourceConformance;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SourceConformanceTest {
  private static final int RECORDS = 23;

  @TempDir Path directory;

  private record Harness<T>(IntFunction<Source<T>> make, boolean isBounded, Path directory)
      implements SourceConformance.Harness<T> {
    @Override
    public boolean travels() {
      return !(source() instanceof QueueSource);
    }

    @Override
    public Source<T> source() {
      return make.apply(RECORDS);
    }

    @Override
    public int records() {
      return RECORDS;
    }

    @Override
    public Optional<Source<T>> emptySource() {
      return isBounded ? Optional.of(make.apply(0)) : Optional.empty();
    }
  }

  private <T> Stream<DynamicTest> checks(boolean isBounded, IntFunction<Source<T>> make) {
    return SourceConformance.checks(new Harness<>(make, isBounded, directory)).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> generator() {
    return checks(true, count -> GeneratorSource.bounded(count, i -> "record " + i));
  }

  @TestFactory
  Stream<DynamicTest> generatorWithSplits() {
    return checks(true, count -> GeneratorSource.bounded(count, i -> i).withSplits(4));
  }

  @TestFactory
  Stream<DynamicTest> generatorWithRate() {
    return checks(true, count -> GeneratorSource.bounded(count, i -> i).withRate(1e6));
  }

  private static QueueSource<Integer> queue(int splits, int count) {
    QueueSource<Integer> queue = QueueSource.create(splits);
    IntStream.range(0, count).forEach(queue::push);
    return queue;
  }

  @TestFactory
  Stream<DynamicTest> finishedQueue() {
    return checks(
        true,
        count -> {
          QueueSource<Integer> queue = queue(3, count);
          queue.finish();
          return queue;
        });
  }

  @TestFactory
  Stream<DynamicTest> openQueue() {
    return checks(false, count -> queue(1, count));
  }

  @TestFactory
  Stream<DynamicTest> replay() {
    return checks(
        true,
        count -> {
          List<Integer> records = IntStream.range(0, count).boxed().toList();
          return ReplaySource.ofSplits(
              List.of(records.subList(0, count / 3), records.subList(count / 3, count)));
        });
  }
}
