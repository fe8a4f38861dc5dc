package dev.millrace.jgrapht;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.DStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.graph.Edge;
import dev.millrace.core.graph.GraphStream;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.BatchWindow;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fraud rings of the README, whose program stands below word for word. */
class FraudRingTest {
  record Use(int account, int card, int device) {}

  private static DStream<KeyValue<String, List<String>>> rings(DStream<Use> uses) {
    DStream<Edge<String>> edges =
        uses.window(BatchWindow.batches(60, 10), StateCodecs.record(Use.class))
            .named("last hour")
            .flatMap(
                (use, out) -> {
                  out.emit(new Edge<>("account " + use.account(), "card " + use.card()));
                  out.emit(new Edge<>("account " + use.account(), "device " + use.device()));
                });
    DStream<KeyValue<String, List<String>>> rings =
        GraphStream.of(edges)
            .connectedComponents()
            .filter(member -> member.key().startsWith("account "))
            .keyBy(KeyValue::value)
            .mapValues(KeyValue::key)
            .groupByKey()
            .toPairs()
            .filter(ring -> ring.value().size() >= 3);
    return rings;
  }

  /**
   * Accounts 1 and 2 share a card, 2 and 3 a device, in batches far apart: a ring of three that no
   * batch shows. Accounts 100 and 101 share a card and are two only; all others keep to themselves.
   */
  @Test
  void shouldFindAccountsThatShareCardsAndDevicesOverTheWindow() {
    QueueSource<Use> uses = QueueSource.create(2);
    MemorySink<KeyValue<String, List<String>>> sink = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(c -> rings(c.source("uses", uses)).to("rings", sink))) {
      for (int batch = 0; batch < 10; batch++) {
        uses.push(new Use(1000 + batch, 2000 + batch, 3000 + batch));
        switch (batch) {
          case 1 -> uses.push(new Use(1, 10, 20));
          case 4 -> uses.pushAll(List.of(new Use(2, 10, 21), new Use(100, 50, 60)));
          case 8 -> uses.pushAll(List.of(new Use(3, 12, 21), new Use(101, 50, 61)));
          default -> {}
        }
        driver.runBatch();
      }
    }
    assertEquals(1, sink.records().size());
    assertEquals(
        Set.of("account 1", "account 2", "account 3"),
        new HashSet<>(sink.records().get(0).value()));
    assertEquals("account 1", sink.records().get(0).key());
    assertEquals(List.of(), sink.batches().get(8L));
  }
}
