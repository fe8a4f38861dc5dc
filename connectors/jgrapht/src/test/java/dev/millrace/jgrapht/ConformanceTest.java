package dev.millrace.jgrapht;

import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.testing.GraphConformance;
import dev.millrace.core.testing.ShippingEngine;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ConformanceTest {
  @TestFactory
  Stream<DynamicTest> shouldGiveWhatGraphsOfAStreamPromise() {
    return tests(() -> LocalEngine.withThreads(2));
  }

  @TestFactory
  Stream<DynamicTest> shouldGiveTheSameOnAnEngineOfOtherMachines() {
    return tests(() -> ShippingEngine.withThreads(2));
  }

  private static Stream<DynamicTest> tests(Supplier<Engine> engines) {
    return GraphConformance.checks(engines).stream()
        .map(check -> DynamicTest.dynamicTest(check.name(), check::run));
  }
}
