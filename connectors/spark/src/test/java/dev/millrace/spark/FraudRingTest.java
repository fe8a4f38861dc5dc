package dev.millrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.DStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.graph.Edge;
import dev.millrace.core.graph.GraphStream;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.BatchWindow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fraud rings of {@code millrace-jgrapht}: GraphX here, JGraphT there, the same rings. */
class FraudRingTest {
  record Use(int account, int card, int device) {}

  private static DStream<KeyValue<String, List<String>>> rings(DStream<Use> uses) {
    DStream<Edge<String>> edges =
        uses.window(BatchWindow.batches(6, 2), StateCodecs.record(Use.class))
            .named("last hour")
            .flatMap(
                (use, out) -> {
                  out.emit(new Edge<>("account " + use.account(), "card " + use.card()));
                  out.emit(new Edge<>("account " + use.account(), "device " + use.device()));
                });
    return GraphStream.of(edges)
        .connectedComponents()
        .filter(member -> member.key().startsWith("account "))
        .keyBy(KeyValue::value)
        .mapValues(KeyValue::key)
        .groupByKey()
        .toPairs()
        .filter(ring -> ring.value().size() >= 3);
  }

  /** Accounts 1 and 2 share a card, 2 and 3 a device; 100 and 101 a card and are two only. */
  @Test
  void shouldFindTheRingsOfTheLocalEngine() {
    var local = run(() -> LocalEngine.withThreads(2));
    assertEquals(local, run(EngineProvider.shipping(LocalSpark::engine)));
    assertEquals(
        List.of(new KeyValue<>("account 1", List.of("account 1", "account 2", "account 3"))),
        local.get(5L));
  }

  private static Map<Long, List<KeyValue<String, List<String>>>> run(EngineProvider engine) {
    QueueSource<Use> uses = QueueSource.create(2);
    MemorySink<KeyValue<String, List<String>>> sink = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("rings").withEngine(engine).withPartitions(3),
            context -> rings(context.source("uses", uses)).to("rings", sink))) {
      for (int batch = 0; batch < 6; batch++) {
        uses.push(new Use(1000 + batch, 2000 + batch, 3000 + batch));
        switch (batch) {
          case 1 -> uses.push(new Use(1, 10, 20));
          case 3 -> uses.pushAll(List.of(new Use(2, 10, 21), new Use(100, 50, 60)));
          case 5 -> uses.pushAll(List.of(new Use(3, 12, 21), new Use(101, 50, 61)));
          default -> {}
        }
        driver.runBatch();
      }
    }
    return sink.batches();
  }
}
