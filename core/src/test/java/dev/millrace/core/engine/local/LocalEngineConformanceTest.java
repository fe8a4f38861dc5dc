package dev.millrace.core.engine.local;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.testing.EngineConformance;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class LocalEngineConformanceTest {
  @TestFactory
  Stream<DynamicTest> shouldKeepTheContractOfAnEngine() {
    return Stream.of(1, 2, 7)
        .flatMap(
            threads ->
                EngineConformance.checks(() -> LocalEngine.withThreads(threads)).stream()
                    .map(
                        check ->
                            dynamicTest(threads + " threads: " + check.name(), () -> check.run())));
  }
}
