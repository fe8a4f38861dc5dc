package dev.millrace.core.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.local.LocalEngine;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleSinkTest {
  private record Payment(long card, double amount, String shop) {}

  private static <T> String print(ConsoleSink<T> sink, List<List<T>> partitions)
      throws IOException {
    StringBuilder text = new StringBuilder();
    SinkWriter<T> writer =
        sink.withOutput(text).open(new SinkContext("p", "alerts", Optional.empty(), -1));
    try (LocalEngine engine = LocalEngine.withThreads(1)) {
      engine.beginBatch(new BatchInfo(3, Instant.EPOCH));
      writer.stage(3, engine.of(partitions));
    } catch (Exception e) {
      throw new IOException(e);
    }
    try {
      writer.publish(3);
    } catch (Exception e) {
      throw new IOException(e);
    }
    return text.toString();
  }

  @Test
  void shouldAlignTheComponentsOfRecords() throws IOException {
    String text =
        print(
            ConsoleSink.create(),
            List.of(
                List.of(new Payment(4711, 12.5, "grocer")),
                List.of(new Payment(8, 1800, "jeweller\n"))));
    assertEquals(
        """
        alerts, batch 3: 2 rows
         card | amount | shop
        ------+--------+-----------
         4711 |   12.5 | grocer
            8 | 1800.0 | jeweller
        """,
        text);
  }

  @Test
  void shouldShowTheFirstRowsAndCountTheRest() throws IOException {
    String text =
        print(
            ConsoleSink.<String>create().withRows(3),
            List.of(List.of("a", "b"), List.of("c", "d")));
    assertEquals(
        """
        alerts, batch 3: 4 rows
         value
        -------
         a
         b
         c
         … 1 more
        """,
        text);
  }

  @Test
  void shouldStaySilentAboutAnEmptyBatch() throws IOException {
    assertEquals("", print(ConsoleSink.<String>create(), List.of(List.of())));
  }
}
