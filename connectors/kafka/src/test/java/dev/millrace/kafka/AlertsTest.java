package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.time.EventTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts into a topic, as the README of millrace-alert shows it. */
class AlertsTest {
  record Payment(String card, double amount, long time) {}

  @TempDir Path directory;

  @Test
  void shouldWriteEachAlertOnce() throws Exception {
    Topic topic = Topic.create(1);
    KafkaOptions options = topic.options();
    List<Payment> payments = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      payments.add(new Payment("card " + i % 4, i % 8 < 4 ? 10 : 6_000, i * 1_000L));
    }
    payments.add(new Payment("the last", 0, 100_000));
    StreamingConfig config =
        StreamingConfig.named("alerts-to-kafka").withCheckpoint(directory).withMaxBatchRecords(4);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config,
            context -> {
              Alerts alerts =
                  Alerts.on(
                          context
                              .source("payments", ReplaySource.of(payments))
                              .withEventTime(EventTime.ofEpochMillis(Payment::time))
                              .named("time"))
                      .keyBy(Payment::card)
                      .rule("large", AlertRule.<Payment>above(Payment::amount, 5_000))
                      .named("payment-alerts");
              alerts.stream()
                  .to(
                      "alerts",
                      KafkaSink.values(options, topic.name(), KafkaFormat.json(Alert.class))
                          .withKey(Alert::key));
            })) {
      for (BatchStep step : BatchStep.values()) {
        driver.crashAt(step);
        driver.recover();
      }
      driver.runAll();
    }
    List<ConsumerRecord<byte[], byte[]>> messages = topic.messages();
    Set<String> ids = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      JsonNode alert = new ObjectMapper().readTree(message.value());
      ids.add(alert.get("id").asText());
      assertEquals("large", alert.get("rule").asText());
      String key = new String(message.key(), StandardCharsets.UTF_8);
      assertEquals(alert.get("key").asText(), key);
    }
    assertEquals(
        36, messages.size(), "each of four cards fires five times and is resolved four times");
    assertEquals(36, ids.size());
  }
}
