package dev.millrace.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.alert.AlertMessage;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSinkTest {
  @Test
  void shouldWriteALineForEachAlert(@TempDir Path directory) throws Exception {
    try (var lines = new SinksConformanceTest.Lines(Logger.getLogger("dev.millrace.alerts"));
        LocalEngine engine = LocalEngine.withThreads(1);
        SinkWriter<AlertMessage> writer =
            LogSink.create().open(new SinkContext("test", "log", Optional.of(directory), -1))) {
      engine.beginBatch(new BatchInfo(0, Instant.EPOCH));
      writer.stage(0, engine.of(List.of(List.of(Messages.withAlerts(3)))));
      writer.publish(0);
      assertEquals(4, lines.texts.size());
      assertEquals(Level.SEVERE, lines.records.get(0).getLevel());
      assertEquals(
          "CRITICAL FIRING payments/large <payment> [card 1  Bcc: all@example.org] at"
              + " 1970-01-12T13:46:41Z: value is 1, limit 5 & more (id-1-firing)",
          lines.texts.get(1));
      assertTrue(lines.texts.get(3).contains("7 more"), lines.texts.get(3));
    }
  }
}
