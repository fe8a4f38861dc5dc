package dev.millrace.kafka;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.testing.SinkConformance;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SinkConformanceTest {
  private record Place(Topic topic, Delivery delivery) implements SinkConformance.Place<String> {
    @Override
    public Sink<String> sink() {
      KafkaOptions options = topic.options().withDelivery(delivery);
      return KafkaSink.values(options, topic.name(), KafkaFormat.text());
    }

    @Override
    public List<String> visible() {
      return topic.values();
    }
  }

  private static Stream<DynamicTest> checks(Delivery delivery) {
    SinkConformance.Harness<String> harness =
        new SinkConformance.Harness<>() {
          @Override
          public SinkConformance.Place<String> newPlace() {
            return new Place(Topic.create(1), delivery);
          }

          @Override
          public String record(int number) {
            return "row " + number;
          }
        };
    return SinkConformance.checks(harness).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> exactlyOnce() {
    return checks(Delivery.EXACTLY_ONCE);
  }

  @TestFactory
  Stream<DynamicTest> atLeastOnce() {
    return checks(Delivery.AT_LEAST_ONCE);
  }
}
