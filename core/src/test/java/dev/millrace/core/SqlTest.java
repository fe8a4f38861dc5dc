package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.testing.ReplaySource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said where there is no SQL engine, as in this module. */
class SqlTest {
  @Test
  void shouldNameTheArtifactThatIsMissing() {
    try (StreamingContext context = StreamingContext.create(StreamingConfig.named("sql"))) {
      DStream<String> stream = context.source("lines", ReplaySource.of(List.of("{}")));
      String message =
          assertThrows(ConfigurationException.class, () -> stream.sql("SELECT 1")).getMessage();
      assertTrue(message.contains("add dev.millrace:millrace-duckdb"), message);
    }
  }
}
