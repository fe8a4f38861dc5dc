package dev.millrace.kafka;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.annotation.JsonCreator;
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

  private record Harness<T>(Path directory, Topic topic, Function<Topic, Source<T>> make)
      implements SourceConformance.Harness<T> {
    @Override
    public Source<T> source() {
      return make.apply(topic);
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

  private static Topic topic() {
    Topic topic = Topic.create(3);
    topic.write(0, texts(0, 9));
    topic.write(2, texts(9, RECORDS));
    return topic;
  }

  private static String[] texts(int from, int until) {
    return IntStream.range(from, until).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private <T> Stream<DynamicTest> checks(Topic topic, Function<Topic, Source<T>> make) {
    return SourceConformance.checks(new Harness<>(directory, topic, make)).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> records() {
    return checks(
        topic(),
        topic ->
            KafkaSource.records(
                topic.options(), topic.selected(), KafkaFormat.text(), KafkaFormat.text()));
  }

  /** All but the numbers are dead letters. */
  @TestFactory
  Stream<DynamicTest> rejected() {
    Topic topic = topic();
    return checks(
        topic,
        some -> KafkaSource.values(some.options(), some.selected(), KafkaFormat.json(Digit.class)));
  }

  /** Accepts even numbers. */
  record Digit(int value) {
    @JsonCreator
    Digit {
      if (value % 2 != 0) {
        throw new IllegalArgumentException("expected an even number, got " + value);
      }
    }
  }
}
