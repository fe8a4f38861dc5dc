package dev.millrace.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.engine.local.LocalEngine;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineProviderTest {
  private static String refusal(String name, Map<String, String> options) {
    return assertThrows(ConfigurationException.class, () -> EngineProvider.named(name, options))
        .getMessage();
  }

  @Test
  void shouldFindAnEngineByName() {
    EngineProvider provider = EngineProvider.named("local", Map.of("threads", "3"));
    assertFalse(provider.shipsFunctions());
    try (Engine engine = provider.create()) {
      assertEquals(LocalEngine.class, engine.getClass());
      assertEquals(3, engine.parallelism());
    }
    try (Engine engine = EngineProvider.named("local", Map.of()).create()) {
      assertEquals(Runtime.getRuntime().availableProcessors(), engine.parallelism());
    }
  }

  @Test
  void shouldListTheEnginesThereAre() {
    String message = refusal("storm", Map.of());
    assertTrue(message.contains("'storm'") && message.contains("local"), message);
  }

  @Test
  void shouldRefuseOptionsItDoesNotKnow() {
    String message = refusal("local", Map.of("master", "local[2]"));
    assertTrue(message.contains("[master]") && message.contains("threads"), message);
    for (String wrong : new String[] {"0", "-1", "two", ""}) {
      assertTrue(refusal("local", Map.of("threads", wrong)).contains("'" + wrong + "'"));
    }
  }
}
