package dev.millrace.cli;

import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.engine.NamedEngine;
import dev.millrace.core.testing.ShippingEngine;
import java.util.Map;

/** {@code --engine shipping}: everything goes through bytes, as to other JVMs. */
public final class ShippingNamedEngine implements NamedEngine {
  @Override
  public String name() {
    return "shipping";
  }

  @Override
  public EngineProvider provider(Map<String, String> options) {
    return ShippingEngine.provider(2);
  }
}
