package dev.millrace.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.DStream;
import dev.millrace.core.row.Row;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.BatchWindow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the program of the README, which stands below word for word. */
class ReadmeTest {
  record Payment(String card, double amount) {}

  private static DStream<Row> spent(DStream<Payment> payments) {
    DStream<Row> spent =
        payments
            .window(BatchWindow.batches(60, 10), StateCodecs.record(Payment.class))
            .named("last hour")
            .sql(
                SqlTable.of(Payment.class),
                "SELECT card, count(*) AS n, sum(amount) AS spent FROM batch GROUP BY card ORDER BY card");
    return spent;
  }

  @Test
  void shouldRunTheProgramOfTheReadme() {
    QueueSource<Payment> payments = QueueSource.create();
    MemorySink<Row> sink = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(c -> spent(c.source("payments", payments)).to("out", sink))) {
      for (int batch = 0; batch < 20; batch++) {
        payments.pushAll(List.of(new Payment("b", 1), new Payment("a", batch)));
        driver.runBatch();
      }
    }
    assertEquals(4, sink.records().size());
    assertEquals("a", sink.records().get(2).text(0));
    assertEquals(20, sink.records().get(2).number(1));
    assertEquals(190, sink.records().get(2).number(2));
  }
}
